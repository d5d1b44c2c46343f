import type { LoadRun } from './run-load.ts';
import type { User } from './users.ts';

/** How long what a stack writes is kept by default, in days; a year of what is kept for ever. */
const KEPT = { staged: 400, ids: 120, outcomes: 120, ever: 365, overwritten: 30 };

/** What lies in the bucket after a year (400 days for staged rows), in GB; the user's own logs and labels left out. */
export function storedGigabytes(user: User, run: LoadRun, shardsARun: number): number {
  const { shape, storedBytes } = run;
  const { predictionsADay, windowsADay, runsADay, passes } = user;
  const perRow = (folder: string) => (storedBytes[folder] ?? 0) / shape.rows;
  // A shard's profile and the outcome beside it.
  const profile = (storedBytes.profiles ?? 0) / shape.windows / 2;
  const result = (storedBytes.results ?? 0) / shape.windows;
  const files = runsADay * shardsARun;
  const rows = predictionsADay * perRow('staged') * KEPT.staged;
  const ids = predictionsADay * perRow('ids') * KEPT.ids;
  const outcomes = predictionsADay * perRow('outcomes') * KEPT.outcomes;
  const summaries = (files + windowsADay) * profile + windowsADay * result;
  const audits = runsADay * (storedBytes.audit ?? 0);
  const overwritten =
    (passes - 1) *
    (predictionsADay * perRow('outcomes') + windowsADay * (profile + result)) *
    KEPT.overwritten;
  return (rows + ids + outcomes + (summaries + audits) * KEPT.ever + overwritten) / 1e9;
}
