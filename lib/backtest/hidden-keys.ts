import { isSeason, layout } from '../pipeline/layout.ts';

const MADE_OF_PROFILES = ['results/', 'violations/', 'reports/', 'audit/', 'outbox/', 'rejected/'];
const MADE_OF_ROWS = ['profiles/', 'staged/', 'ids/', 'outcomes/'];
const BUILT = /^baselines\/[^/]+\/[^/]+\/profile\.json$/;

/** What a replay over stored profiles must not see: what the real runs made of them. */
export function isJudged(key: string): boolean {
  return MADE_OF_PROFILES.some((folder) => key.startsWith(folder));
}

/** What a replay from the logs on must not see. `kept` are built baselines whose data set is not there any more. */
export function isDerived(kept: ReadonlySet<string>): (key: string) => boolean {
  return (key) =>
    isJudged(key) ||
    MADE_OF_ROWS.some((folder) => key.startsWith(folder)) ||
    ((BUILT.test(key) || isSeason(key)) && !kept.has(key));
}

/** Built baselines of versions that hold nothing else, and what was made of them by season. */
export function withoutDataSet(monitor: string, keys: readonly string[]): Set<string> {
  const isBuilt = (key: string) => BUILT.test(key) || isSeason(key);
  const built = keys.filter(isBuilt);
  const versionOf = (key: string) => key.slice(layout.baselines(monitor).length).split('/')[0];
  return new Set(
    built.filter((one) => !keys.some((key) => !isBuilt(key) && versionOf(key) === versionOf(one))),
  );
}
