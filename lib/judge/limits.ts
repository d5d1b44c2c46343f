import type { Change, ThresholdSetting } from '../monitor/schema.ts';

export interface Limits {
  readonly min?: number;
  readonly max?: number;
}

/**
 * The absolute limits that a setting means beside a baseline's value; null where it sets none that can be applied.
 *
 * `max_drop` and `max_rise` count from the reference, in the metric's unit or as a share of the reference ("10%"); they
 * don't apply without one. Of two limits on one side, the tighter holds.
 */
export function resolveLimits(
  setting: Pick<ThresholdSetting, 'min' | 'max' | 'max_drop' | 'max_rise'>,
  reference: number | null,
): Limits | null {
  const floors = [setting.min, reference === null ? undefined : below(reference, setting.max_drop)];
  const ceilings = [
    setting.max,
    reference === null ? undefined : above(reference, setting.max_rise),
  ];
  const min = Math.max(...floors.filter((limit) => limit !== undefined));
  const max = Math.min(...ceilings.filter((limit) => limit !== undefined));
  if (!Number.isFinite(min) && !Number.isFinite(max)) return null;
  return { ...(Number.isFinite(min) && { min }), ...(Number.isFinite(max) && { max }) };
}

/** Whether a value lies outside its limits; a value equal to a limit passes. */
export function isOutside(value: number, limits: Limits): boolean {
  return (
    (limits.min !== undefined && value < limits.min) ||
    (limits.max !== undefined && value > limits.max)
  );
}

function below(reference: number, change: Change | undefined): number | undefined {
  return change === undefined ? undefined : reference - size(reference, change);
}

function above(reference: number, change: Change | undefined): number | undefined {
  return change === undefined ? undefined : reference + size(reference, change);
}

function size(reference: number, change: Change): number {
  return typeof change === 'number'
    ? change
    : (Math.abs(reference) * Number.parseFloat(change)) / 100;
}
