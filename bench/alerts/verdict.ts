import type { CalmOutcome, DriftOutcome, Outcome } from './outcome.ts';
import { WATCHERS } from './outcome.ts';
import { OURS } from './replay-calm.ts';
import { isDrifted } from './setting.ts';

const RULE_NAMES = WATCHERS.filter((name) => name !== OURS);

/** Whether what is claimed holds, and a line for each reason. */
export interface Verdict {
  readonly holds: boolean;
  readonly lines: readonly string[];
}

/**
 * Two claims: Driftwatch keeps the budget in every setting, and no fixed rule that keeps it detects more.
 *
 * A rule that keeps the budget in every setting is held against Driftwatch over all numbers of rows; one that keeps it in the setting
 * that drift is injected into, or where that was not replayed, in every one of its number of rows, at that number of rows.
 */
export function verdictOf({ calm, drift }: Outcome): Verdict {
  const over = calm.filter(({ watchers }) => !watchers[OURS]?.kept);
  const better = RULE_NAMES.flatMap((rule) => {
    const everywhere =
      keeps(calm, rule) && meanOf(drift, rule) > meanOf(drift, OURS)
        ? [`${rule} keeps the budget in every setting and detects more over all`]
        : [];
    const somewhere = drift
      .filter(({ rows, mean }) => {
        const alike = calm.filter(({ setting }) => setting.rows === rows);
        const same = alike.filter(({ setting }) => isDrifted(setting));
        const held = same.length > 0 ? same : alike;
        return held.length > 0 && keeps(held, rule) && (mean[rule] ?? 0) > (mean[OURS] ?? 0);
      })
      .map(
        ({ rows, mean }) =>
          `${rule} keeps the budget at ${rows.toLocaleString('en-US')} rows and detects more there: ${share(mean[rule])} against ${share(mean[OURS])}`,
      );
    return [...everywhere, ...somewhere];
  });
  const keepers = RULE_NAMES.filter((rule) => keeps(calm, rule));
  const held = `Rules that keep it in every setting: ${keepers.join(', ') || 'none'}.`;
  const compared =
    better.length === 0
      ? ['No fixed rule that keeps the budget detects more.']
      : better.map((line) => `${line}.`);
  return {
    holds: over.length === 0 && better.length === 0,
    lines: [keptLine(calm, over), held, ...compared],
  };
}

function keeps(calm: readonly CalmOutcome[], rule: string): boolean {
  return calm.every(({ watchers }) => watchers[rule]?.kept);
}

function keptLine(calm: readonly CalmOutcome[], over: readonly CalmOutcome[]): string {
  const months = calm.reduce((sum, one) => sum + one.months, 0);
  const total = `${months.toLocaleString('en-US')} months in ${calm.length} settings`;
  return over.length === 0
    ? `Driftwatch keeps its budget in every setting (${total}).`
    : `Driftwatch does NOT keep its budget in ${over.length} of ${calm.length} settings: ${over.map(({ name }) => name).join('; ')}.`;
}

/** Mean share over all kinds and numbers of rows. */
export function meanOf(drift: readonly DriftOutcome[], watcher: string): number {
  return drift.reduce((sum, { mean }) => sum + (mean[watcher] ?? 0), 0) / drift.length;
}

const share = (value = 0) => `${(100 * value).toFixed(0)} %`;
