import type { Column, OutcomeFrame } from './column.ts';

/** What a baseline freezes so that later profiles add up and compare: columns and their bins, segments, the outcome's. */
export interface Frame {
  readonly columns: readonly Column[];
  readonly outcome: OutcomeFrame;
  readonly segments: readonly FrozenSegments[];
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
