import type { CustomMetric } from '../monitor/custom-metrics.ts';
import type { Column, OutcomeFrame } from './column.ts';

/** What a baseline freezes so that later profiles add up and compare: columns and their bins, segments, the outcome's. */
export interface Frame {
  readonly columns: readonly Column[];
  readonly outcome: OutcomeFrame;
  readonly segments: readonly FrozenSegments[];
  /** Absent where fewer than two features vary. */
  readonly components?: FrozenComponents;
  /** The monitor's own metrics to sum for: they are not frozen, `select-profile.ts` takes them from the monitor file. */
  readonly custom?: readonly CustomMetric[];
}

/** The segments of one definition of the monitor file (`segmentDefinitions`). */
export interface FrozenSegments {
  /** The definition's name. */
  readonly name: string;
  /** Inner bin edges where it cuts a numeric column into bins, left-open. */
  readonly edges: readonly number[] | null;
  /** The segments that are measured by name, as `column=value`; every other row is pooled as `<name>=(other)`. */
  readonly segments: readonly string[];
}

/** So many features are looked at together: the first ones of the frame, which are those that the monitor file names first. */
export const JOINT_FEATURES = 25;
/** So many pairs of numbers are followed: those that are most correlated in the baseline. Ten columns have no more. */
export const CORRELATED_PAIRS = 45;

/** How features are looked at together: as rows of standardised values. */
export interface FrozenComponents {
  readonly features: readonly StandardisedFeature[];
  /** Orthonormal, over `features`; none where the principal components keep all of a row. */
  readonly directions: readonly (readonly number[])[];
  /** What the directions span: what the principal components keep of a row, or the rest of it, whichever takes fewer. */
  readonly span: 'kept' | 'rest';
  /** The pairs of numeric features whose correlation is followed, as places in `features`. */
  readonly pairs: readonly (readonly [number, number])[];
}

/** A feature as a number of mean 0 and variance 1 over the baseline; a category is encoded by its share. */
export interface StandardisedFeature {
  /** Its place in `Frame.columns`. */
  readonly column: number;
  readonly mean: number;
  readonly deviation: number;
  /** Shares of a categorical column's most frequent categories, in their order; any other has the share 0. */
  readonly shares?: readonly number[];
}
