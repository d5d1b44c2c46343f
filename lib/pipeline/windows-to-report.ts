import type { ActOutcome } from './act.ts';
import type { WindowRecord } from './state.ts';

/** So many of a run, the newest: what comes from a long past at once is drawn when it is asked for. */
const MOST = 200;

/**
 * Starts (epoch ms) of the windows whose reports are to be drawn: those that a run judged, those of incidents that changed, and
 * those that were `left` by earlier ones.
 */
export function windowsToReport(
  records: readonly WindowRecord[],
  acted: Pick<ActOutcome, 'opened' | 'worse' | 'better' | 'resolved' | 'withdrawn'>,
  left: readonly number[] = [],
): number[] {
  const isLeft = new Set(left);
  const { opened, worse, better, resolved, withdrawn } = acted;
  const changed = [...opened, ...worse, ...better, ...resolved, ...withdrawn];
  const isOf = (start: number) =>
    changed.some(
      (incident) =>
        Date.parse(incident.onset) <= start &&
        start <= Date.parse(incident.resolved ?? incident.last),
    );
  return records
    .filter(({ start, audited }) => !audited || isLeft.has(start) || isOf(start))
    .map(({ start }) => start)
    .sort((a, b) => a - b)
    .slice(-MOST);
}
