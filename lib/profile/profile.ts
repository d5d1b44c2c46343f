import { isWhole } from '../whole.ts';
import { COLUMN_STATISTICS, type ColumnSummary } from './column-statistics.ts';
import { OUTCOME_STATISTICS, type OutcomeSummary } from './outcome-statistics.ts';
import { PREDICTION_STATISTICS, type PredictionSummary } from './prediction-statistics.ts';
import { mergeSchemas, type SchemaSummary } from './schema-summary.ts';

/** The additive summary of a batch of predictions of one slice: a commutative monoid under `mergeProfiles`. */
export interface Profile {
  readonly rows: number;
  /** Rows that columns.error marks as failed; null where the monitor names no such column. */
  readonly errors: number | null;
  readonly columns: Readonly<Record<string, ColumnSummary>>;
  /** What the files themselves said of their columns; of the whole alone. */
  readonly schema?: SchemaSummary;
  /** Over all rows. */
  readonly predictions: PredictionSummary;
  /** Over the rows whose outcome is known. */
  readonly outcome: OutcomeSummary;
}

/** The profile of one slice of a window; null stands for all variants, all segments. */
export interface Slice {
  readonly variant: string | null;
  /** `column=value` */
  readonly segment: string | null;
  readonly profile: Profile;
}

export const emptyProfile: Profile = {
  rows: 0,
  errors: null,
  columns: {},
  predictions: {},
  outcome: {},
};

/** The profile of the union of two disjoint batches. @throws IncompatibleProfilesError if their bins differ. */
export function mergeProfiles(a: Profile, b: Profile): Profile {
  return {
    rows: a.rows + b.rows,
    errors: a.errors === null ? b.errors : a.errors + (b.errors ?? 0),
    columns: unite(a.columns, b.columns, (x, y) => mergeStates(COLUMN_STATISTICS, x, y)),
    ...((a.schema || b.schema) && { schema: mergeSchemas(a.schema ?? {}, b.schema ?? {}) }),
    predictions: mergeStates(PREDICTION_STATISTICS, a.predictions, b.predictions),
    outcome: mergeStates(OUTCOME_STATISTICS, a.outcome, b.outcome),
  };
}

type Mergers = Readonly<Record<string, { merge(a: never, b: never): unknown }>>;

function mergeStates<S extends object>(statistics: Mergers, a: S, b: S): S {
  return unite(
    a as Record<string, never>,
    b as Record<string, never>,
    (x, y, name) => statistics[name]?.merge(x, y) as never,
  ) as S;
}

function unite<T>(
  a: Readonly<Record<string, T>>,
  b: Readonly<Record<string, T>>,
  merge: (x: T, y: T, key: string) => T,
): Record<string, T> {
  const united: Record<string, T> = { ...a };
  for (const [key, y] of Object.entries(b)) {
    const x = a[key];
    united[key] = x === undefined ? y : merge(x, y, key);
  }
  return united;
}

/** The slices with what the files said of their columns beside the whole. */
export function withSchema(slices: readonly Slice[], schema: SchemaSummary): Slice[] {
  return slices.map((slice) =>
    isWhole(slice) ? { ...slice, profile: { ...slice.profile, schema } } : slice,
  );
}
