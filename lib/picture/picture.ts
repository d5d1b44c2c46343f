/** Of baseline and window; null where that side has no such rows. */
export interface Pair<T> {
  readonly baseline: T | null;
  readonly current: T | null;
}

/** Shares of rows by bin. */
export interface Bins {
  /** Ascending, finite, one more than bins; what lies outside is in `below` and `above`. */
  readonly edges: readonly number[];
  readonly shares: Pair<readonly number[]>;
  readonly below: Pair<number>;
  readonly above: Pair<number>;
}

/** One of the most frequent categories of baseline and window. */
export interface CategoryShare {
  /** Cut to 60 characters. From the log: escape it. */
  readonly name: string;
  readonly baseline: number | null;
  readonly current: number | null;
  /** The baseline does not know it. */
  readonly new?: true;
}

/** One column of all rows, coarse enough to be drawn. Shares are of usable values, those of `missing` of all rows. */
export type Distribution = {
  readonly column: string;
  readonly role: 'feature' | 'prediction' | 'score';
  readonly missing: Pair<number>;
} & (
  | { readonly type: 'numeric'; readonly bins: Bins | null }
  | {
      readonly type: 'categorical';
      readonly categories: readonly CategoryShare[];
      /** All other categories, of which there may be none. */
      readonly other: Pair<number>;
    }
);

/** x and y, both in [0, 1]. */
export type Point = readonly [number, number];

/** What a predicted probability came to, in one of ten ranges of it. */
export interface CalibrationPoint {
  readonly probability: number;
  /** Share of positives with its 95 % interval. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
  readonly rows: number;
}

/** How scores rank and hold, of a binary model or of one class against the others. */
export interface ScoreCurves {
  /** Null: the positive class of a binary model. From the log: escape it. */
  readonly class: string | null;
  /** False positive rate and recall. */
  readonly roc: Pair<readonly Point[]>;
  /** Recall and precision. */
  readonly precisionRecall: Pair<readonly Point[]>;
  readonly calibration: Pair<readonly CalibrationPoint[]>;
}

export interface Confusion {
  /** The most frequent ones; `(other)` is last where there are more. */
  readonly classes: readonly string[];
  /** Rows by actual class (outer) and predicted class (inner). */
  readonly rows: Pair<readonly (readonly number[])[]>;
}

/** Curves of all rows, as the task has them. */
export interface Curves {
  readonly scores?: readonly ScoreCurves[];
  readonly confusion?: Confusion;
  /** Errors, predicted less actual. */
  readonly residuals?: Bins;
  /** Milliseconds; edges of equal ratio. */
  readonly latency?: Bins;
  /** Predictions over the window's time. */
  readonly arrivals?: {
    /** ISO time of the first part. */
    readonly from: string;
    readonly minutes: number;
    readonly rows: readonly number[];
  };
}
