import type { Column, OutcomeFrame } from './column.ts';

/** What a baseline freezes so that later profiles add up and compare: columns and their bins, segments, the outcome's. */
export interface Frame {
  readonly columns: readonly Column[];
  readonly outcome: OutcomeFrame;
  /** Values of each segment column that are measured by name; every other value is pooled as `(other)`. */
  readonly segments: Readonly<Record<string, readonly string[]>>;
}
