import type { ColumnPoint, WindowSummary } from '../../summary/window-summary.ts';

/** How near to its limit a column is, in words. */
export const LEVELS = {
  heat0: 'below a third of the limit',
  heat1: 'to two thirds',
  heat2: 'near the limit',
  heat3: 'warning',
  heat4: 'alert',
  none: 'not judged',
} as const;

export type Level = keyof typeof LEVELS;

export function levelOf(point: ColumnPoint | undefined): Level {
  if (!point) return 'none';
  const [ratio, , , status] = point;
  if (status === 'alert') return 'heat4';
  if (ratio === null) return 'none';
  if (status === 'warning') return 'heat3';
  if (ratio >= 0.66) return 'heat2';
  return ratio >= 0.33 ? 'heat1' : 'heat0';
}

/** All columns that any of the windows judges, the one that was worst in any of them first. */
export function worstFirst(windows: readonly WindowSummary[]): string[] {
  const worst = new Map<string, number>();
  for (const { columns } of windows) {
    for (const [name, [ratio, , , status]] of Object.entries(columns)) {
      const urgency = status === 'alert' ? 1e6 : status === 'warning' ? 1e3 : 0;
      worst.set(name, Math.max(worst.get(name) ?? -1, urgency + (ratio ?? 0)));
    }
  }
  const order = [...worst].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  return order.map(([name]) => name);
}
