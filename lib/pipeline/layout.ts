/** Where things lie in a workspace; a window's name in a path has no colon. */
export const layout = {
  monitor: (monitor: string) => `monitors/${monitor}.yaml`,
  baselines: (monitor: string) => `baselines/${monitor}/`,
  baseline: (monitor: string, version: string) => `baselines/${monitor}/${version}/profile.json`,
  /** Of `season`, as in `weekday`, or of one, as in `weekday=Sunday`. */
  season: (monitor: string, version: string, season: string) =>
    `baselines/${monitor}/${version}/seasons/${season.replaceAll(' ', '-')}.json`,
  predictions: (monitor: string) => `predictions/${monitor}/`,
  labels: (monitor: string) => `labels/${monitor}/`,
  halves: (monitor: string) => `halves/${monitor}/`,
  staged: (monitor: string, window: number) => `staged/${monitor}/window=${windowName(window)}/`,
  stagedWindows: (monitor: string) => `staged/${monitor}/window=`,
  stagedLabels: (monitor: string) => `staged/${monitor}/labels/`,
  unmatchedLabels: (monitor: string, shard: string) =>
    `staged/${monitor}/unmatched/${shard}.parquet`,
  ids: (monitor: string) => `ids/${monitor}/`,
  idsOf: (monitor: string, window: number) => `ids/${monitor}/window=${windowName(window)}/`,
  outcomes: (monitor: string, window: number) =>
    `outcomes/${monitor}/window=${windowName(window)}.parquet`,
  outcomesOf: (monitor: string) => `outcomes/${monitor}/`,
  profiles: (monitor: string, window: number) =>
    `profiles/${monitor}/window=${windowName(window)}/`,
  result: (monitor: string, window: number) =>
    `results/${monitor}/window=${windowName(window)}.json`,
  results: (monitor: string) => `results/${monitor}/`,
  violations: (monitor: string, window: number, kind: string) =>
    `violations/${monitor}/window=${windowName(window)}/${kind}/constraint_violations.json`,
  tables: (table: string, monitor: string) => `tables/${table}/monitor=${monitor}/`,
  table: (table: string, monitor: string, start: number, file: string) =>
    `tables/${table}/monitor=${monitor}/month=${isoSeconds(start).slice(0, 7)}/${file}.parquet`,
  report: (monitor: string, window: number) =>
    `reports/${monitor}/window=${windowName(window)}.txt`,
  overview: (monitor: string) => `reports/${monitor}/index.html`,
  overviewIndex: (monitor: string) => `reports/${monitor}/data/index.json`,
  overviewMonth: (monitor: string, month: string) => `reports/${monitor}/data/${month}.json`,
  overviewSlices: (monitor: string, month: string) =>
    `reports/${monitor}/data/${month}.slices.json`,
  monitorsOverview: 'reports/index.html',
  monitorsIndex: 'reports/monitors.json',
  page: (monitor: string, window: number) => `reports/${monitor}/window=${windowName(window)}.html`,
  tensorboard: (monitor: string) => `tensorboard/${monitor}/`,
  wandb: (monitor: string) => `wandb/${monitor}/`,
  rejectedObjects: (monitor: string) => `rejected/${monitor}/`,
  rejected: (monitor: string, shard: string) => `rejected/${monitor}/${shard}.jsonl`,
  unmatchedRejects: (monitor: string, shard: string) =>
    `rejected/${monitor}/${shard}-unmatched.jsonl`,
  request: (monitor: string, id: string) => `requests/${monitor}/${id}.json`,
  audits: (monitor: string) => `audit/${monitor}/`,
  audit: (monitor: string, date: string, run: string) => `audit/${monitor}/${date}/${run}.json`,
} as const;

/** Whether an object of a data set's folder is what was made of it by season. */
export function isSeason(key: string): boolean {
  return /^baselines\/[^/]+\/[^/]+\/seasons\/(weekday|hour|hour-of-the-week)(=[\w-]+)?\.json$/.test(
    key,
  );
}

/** `2026-11-01T0000Z`; seconds are added where the window doesn't start on a full minute. */
export function windowName(start: number): string {
  return isoSeconds(start).replace(/:00Z$/, 'Z').replaceAll(':', '');
}

/** `2026-11-01T00:00:00Z` */
export function isoSeconds(instant: number): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}

/** The start of the window that a key names, as epoch ms; null where it names none. */
export function windowOfName(key: string): number | null {
  const match = /\/window=(\d{4}-\d{2}-\d{2}T\d{2})(\d{2})(\d{2})?Z[/.]/.exec(key);
  return match ? Date.parse(`${match[1]}:${match[2]}:${match[3] ?? '00'}Z`) : null;
}
