import type { Measurement } from '../results.ts';

/** What of a performance loss lies where. */
export interface Loss {
  /** `accuracy`, or `mae` for a regression. */
  readonly metric: string;
  /** Errors beyond those of the baseline's rate: labelled rows, or the target's unit summed over them. */
  readonly excess: number;
  /** Segments that hold more of it than their rows would, the most telling first. */
  readonly segments: readonly SegmentShare[];
  /** Columns that segments are cut by: what the change of their mix explains, the largest first. */
  readonly columns: readonly { readonly column: string; readonly share: number }[];
}

export interface SegmentShare {
  /** `column=value` */
  readonly segment: string;
  /** Of the excess; more than 1 where other segments got better. */
  readonly share: number;
  readonly value: number;
  readonly reference: number | null;
  /** Labelled ones. */
  readonly rows: number;
}

const NAMED = 5;
/** A segment is named that holds so much of the loss, and so many times what its rows would. */
const LEAST_SHARE = 0.2;
const LEAST_LIFT = 1.5;
/** Less of it is not worth a word. */
const LEAST_MIX = 0.05;

interface Errors {
  readonly segment: string;
  readonly value: number;
  readonly reference: number | null;
  readonly rows: number;
  /** Sum of errors, and what the baseline's rate would give. */
  readonly errors: number;
  readonly expected: number;
}

/**
 * Which segment and which column explain what share of a window's performance loss. Null where there is none, or no label.
 *
 * E = errors - (baseline's rate) * rows is the excess. A segment's part of it is its errors beyond its own baseline's rate; what
 * is left once all segments of a column are taken off is the change of their mix: (rows - expected rows) * baseline's rate
 * (Kitagawa 1955). A segment that the baseline lacks is held against the whole's rate.
 */
export function lossShares(measurements: readonly Measurement[]): Loss | null {
  const metric = measurements.some((one) => one.metric === 'mae') ? 'mae' : 'accuracy';
  const slices = measurements.filter(({ variant, column }) => variant === null && column === null);
  const rows = new Map(
    slices.filter((one) => one.metric === 'rows').map(({ segment, value }) => [segment, value]),
  );
  const rate = (value: number) => (metric === 'mae' ? value : 1 - value);
  const measured = slices.filter((one) => one.metric === metric);
  const all = measured.find(({ segment }) => segment === null);
  if (!all || all.value === null || all.reference === null) return null;
  const whole = all.reference;
  const errorsOf = ({ segment, value, reference, coverage = 0 }: Measurement): Errors | null => {
    const labelled = Math.round((rows.get(segment) ?? 0) * coverage);
    if (value === null || labelled === 0) return null;
    const [errors, expected] = [rate(value) * labelled, rate(reference ?? whole) * labelled];
    return { segment: segment ?? '', value, reference, rows: labelled, errors, expected };
  };
  const total = errorsOf(all);
  const excess = total ? total.errors - total.expected : 0;
  if (!total || !(excess > 0)) return null;
  const parts = measured.flatMap((one) => (one.segment === null ? [] : (errorsOf(one) ?? [])));
  return {
    metric,
    excess,
    segments: standingOut(parts, excess, total.rows),
    columns: mixes(parts, excess, total.rows),
  };
}

function standingOut(parts: readonly Errors[], excess: number, rows: number): SegmentShare[] {
  return parts
    .filter((part) => part.rows < rows)
    .map((part) => ({ ...part, share: (part.errors - part.expected) / excess }))
    .filter(
      ({ share, ...part }) => share >= LEAST_SHARE && share >= LEAST_LIFT * (part.rows / rows),
    )
    .sort(
      (a, b) =>
        b.share - b.rows / rows - (a.share - a.rows / rows) || (a.segment < b.segment ? -1 : 1),
    )
    .slice(0, NAMED)
    .map(({ errors: _, expected: __, ...part }) => part);
}

function mixes(parts: readonly Errors[], excess: number, rows: number): Loss['columns'] {
  const lines = new Map<string, Errors[]>();
  for (const part of parts) {
    const column = columnOfSegment(part.segment);
    if (column !== null) lines.set(column, [...(lines.get(column) ?? []), part]);
  }
  return [...lines]
    .filter(([, line]) => sum(line, (one) => one.rows) === rows)
    .map(([column, line]) => ({
      column,
      share: 1 - sum(line, (one) => one.errors - one.expected) / excess,
    }))
    .filter(({ share }) => share >= LEAST_MIX)
    .sort((a, b) => b.share - a.share || (a.column < b.column ? -1 : 1));
}

/** The column that a segment is a value of; null for a pair. */
export function columnOfSegment(segment: string): string | null {
  const pair = / & [^=]+=/.test(segment);
  return pair ? null : segment.slice(0, segment.indexOf('='));
}

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}
