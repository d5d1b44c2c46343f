/** What a column means to the monitor; decides which metrics apply to it. */
export type ColumnRole = 'feature' | 'prediction' | 'score' | 'latency';

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
}

export type Column = NumericColumn | CategoricalColumn;

/** What of the outcome the baseline froze. */
export interface OutcomeFrame {
  readonly task: 'binary' | 'multiclass' | 'regression';
  /** Inner edges of the score bins of a binary model; empty for other tasks and where no score is logged. */
  readonly scoreEdges: readonly number[];
  /** Mean of the baseline's actual values (regression), else 0. */
  readonly actualCenter: number;
}
