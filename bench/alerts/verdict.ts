import type { CalmOutcome, DriftOutcome, Outcome } from './outcome.ts';
import { WATCHERS } from './outcome.ts';
import { OURS } from './replay-calm.ts';

/** Whether what is claimed holds, and a line for each reason. */
export interface Verdict {
  readonly holds: boolean;
  readonly lines: readonly string[];
}

/**
 * Two claims: Driftwatch keeps the budget in every setting, and no fixed rule that keeps it detects more.
 *
 * A rule that keeps the budget in every setting is held against Driftwatch at every number of rows and over all; one that keeps it in
 * every setting of one number of rows, at that one.
 */
export function verdictOf({ calm, drift }: Outcome, settingRows: readonly number[]): Verdict {
  const over = calm.filter(({ watchers }) => !watchers[OURS]?.kept);
  const kept = keptLine(calm, over);
  const better = WATCHERS.filter((name) => name !== OURS).flatMap((rule) => {
    const keeps = (rows: number | null) =>
      calm.every(
        ({ watchers }, i) => (rows !== null && settingRows[i] !== rows) || watchers[rule]?.kept,
      );
    const everywhere =
      keeps(null) && meanOf(drift, rule) > meanOf(drift, OURS)
        ? [`${rule} keeps the budget in every setting and detects more over all`]
        : [];
    const somewhere = drift
      .filter(({ rows, mean }) => keeps(rows) && (mean[rule] ?? 0) > (mean[OURS] ?? 0))
      .map(
        ({ rows, mean }) =>
          `${rule} keeps the budget at ${rows.toLocaleString('en-US')} rows and detects more there: ${share(mean[rule])} against ${share(mean[OURS])}`,
      );
    return [...everywhere, ...somewhere];
  });
  const keepers = WATCHERS.filter(
    (name) => name !== OURS && calm.every(({ watchers }) => watchers[name]?.kept),
  );
  const held = `Rules that keep it in every setting: ${keepers.join(', ') || 'none'}.`;
  const compared =
    better.length === 0
      ? ['No fixed rule that keeps the budget detects more.']
      : better.map((line) => `${line}.`);
  return { holds: over.length === 0 && better.length === 0, lines: [kept, held, ...compared] };
}

function keptLine(calm: readonly CalmOutcome[], over: readonly CalmOutcome[]): string {
  const months = calm.reduce((sum, one) => sum + one.months, 0);
  const total = `${months.toLocaleString('en-US')} months in ${calm.length} settings`;
  return over.length === 0
    ? `Driftwatch keeps its budget in every setting (${total}).`
    : `Driftwatch does NOT keep its budget in ${over.length} of ${calm.length} settings: ${over.map(({ setting }) => setting).join('; ')}.`;
}

/** Mean share over all kinds and numbers of rows. */
export function meanOf(drift: readonly DriftOutcome[], watcher: string): number {
  return drift.reduce((sum, { mean }) => sum + (mean[watcher] ?? 0), 0) / drift.length;
}

const share = (value = 0) => `${(100 * value).toFixed(0)} %`;
