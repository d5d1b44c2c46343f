/** What a column means to the monitor; decides which metrics apply to it. */
export type ColumnRole = 'feature' | 'prediction' | 'score' | 'latency' | 'attribution';

/** A numeric column as the baseline froze it. */
export interface NumericColumn {
  readonly name: string;
  readonly role: ColumnRole;
  readonly type: 'numeric';
  /** Inner bin edges, ascending, distinct. Bins are left-open, `(e1, e2]`; the first and the last are open-ended. */
  readonly edges: readonly number[];
  /** The edges at the baseline's deciles, a subset of `edges`: the bins of psi and jensen_shannon. */
  readonly decileEdges: readonly number[];
  /** The baseline's mean: sums are kept around it, so that they lose no digits. */
  readonly center: number;
  /** How many values the baseline had; absent where older code froze it. */
  readonly values?: number;
}

/** A categorical column as the baseline froze it. */
export interface CategoricalColumn {
  readonly name: string;
  readonly role: ColumnRole;
  readonly type: 'categorical';
  /** The categories that are counted by name, most frequent first. */
  readonly categories: readonly string[];
  /** True where the baseline held more categories than are counted by name: an unknown one need not be new. */
  readonly truncated: boolean;
  /** How many values the baseline had, and how many categories with one value alone; absent where older code froze it. */
  readonly values?: number;
  readonly singletons?: number;
}

export type Column = NumericColumn | CategoricalColumn;

/** What of predictions and their outcome the baseline froze. */
export interface OutcomeFrame {
  readonly task: 'binary' | 'multiclass' | 'regression';
  /** Inner edges of the bins of a binary model's score, or of every class's probability; empty where none is logged. */
  readonly scoreEdges: readonly number[];
  /** The classes whose probability is logged, in the order of `columns.scores`: p0, p1, ... (multiclass), else empty. */
  readonly classes: readonly string[];
  /** Mean of the baseline's actual values (regression), else 0. */
  readonly actualCenter: number;
  /** Inner edges of the bins of error = predicted - actual (regression): 2 % apart, away from 0 on both sides; else empty. */
  readonly errorEdges: readonly number[];
  /** Inner edges of some 20 bins of the predicted value (regression), among the edges of its column; else empty. */
  readonly predictionEdges: readonly number[];
  /** A regression's prediction misses where its absolute error is larger: the baseline's 90 % quantile; null where unknown. */
  readonly missAbove: number | null;
  /** Length of the parts of time that arrivals and errors are counted by, in whole minutes. */
  readonly partMinutes: number;
}
