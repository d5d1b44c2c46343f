import type { Outcome } from '../migrate/outcome.ts';

interface Migration {
  readonly file: string;
  readonly monitor: string;
  readonly workspace: string;
  /** Where the data set belongs. */
  readonly folder: string;
  readonly outcome: Outcome;
  readonly baseline: {
    readonly rows: number;
    readonly columns: number;
    readonly notes: readonly string[];
  } | null;
}

/** What `driftwatch migrate` says: what was kept, what was not, and what to do next. */
export function migrationText(migration: Migration): string {
  const { file, monitor, workspace, outcome, baseline } = migration;
  return [
    `${file}`,
    ...told('Kept', outcome.kept),
    ...told('Kept in another way', outcome.otherwise),
    ...told('Not kept', outcome.lost),
    '',
    ...(baseline ? built(baseline) : missing(migration.folder)),
    '',
    'Next:',
    `  read ${file}: the names under columns and predictions.capture are taken from the statistics`,
    ...(baseline ? [] : [`  cp <the data set, with a header> ${migration.folder}`]),
    `  driftwatch run ${workspace}${monitor === '' ? '' : ` ${monitor}`}`,
  ].join('\n');
}

function told(title: string, sentences: readonly string[]): string[] {
  return sentences.length === 0 ? [] : ['', `${title}:`, ...sentences.map((one) => `  - ${one}`)];
}

function built({ rows, columns, notes }: NonNullable<Migration['baseline']>): string[] {
  return [
    `Baseline v1: ${rows} rows, ${columns} columns. Rows, means, deviations and extremes are those of statistics.json.`,
    ...notes.map((note) => `  ${note}`),
  ];
}

function missing(folder: string): string[] {
  return [
    'There is no baseline yet. statistics.json has ten buckets and a sketch of each feature by itself, and no rows: what Driftwatch',
    'compares (quantiles, correlations, segments, scores beside labels) cannot be made of it without inventing rows. Drop the data',
    `set that the baseline job read into ${folder}, or run this again with --data, which also checks that it is the one.`,
  ];
}
