import { flights } from './data/flights.ts';
import { carLoan, carPrice, creditCard } from './data/golden.ts';
import type { Source } from './data/source.ts';

export const SOURCES: Readonly<Record<string, Source>> = {
  'car loan': carLoan,
  'credit card': creditCard,
  'car price': carPrice,
  flights,
};

/** What is replayed: which data, how many rows a window and columns, and what the monitor knows of them. */
export interface Setting {
  readonly source: string;
  readonly rows: number;
  readonly columns: number;
  readonly months: number;
  /** Over so many baselines, each with months of its own. */
  readonly splits: number;
  readonly labelled?: true;
  readonly segmented?: true;
  /** At most so many rows in the baseline. */
  readonly baselineRows?: number;
}

export function nameOf({
  source,
  rows,
  columns,
  labelled,
  segmented,
  baselineRows,
}: Setting): string {
  const extras = [
    labelled && 'labels',
    segmented && 'segments',
    baselineRows !== undefined && `baseline of ${baselineRows.toLocaleString('en-US')}`,
  ].filter((extra) => extra);
  return [`${source}, ${rows.toLocaleString('en-US')} rows, ${columns} columns`, ...extras].join(
    ', ',
  );
}

const setting = (
  source: string,
  rows: number,
  columns: number,
  months: number,
  splits: number,
  extra: Partial<Setting> = {},
): Setting => ({ source, rows, columns, months, splits, ...extra });

/** Months that make more than 1,000 in all, most of them where they cost least. */
export const FULL: readonly Setting[] = [
  setting('car loan', 100, 5, 252, 4),
  setting('credit card', 1_000, 5, 200, 4),
  setting('car price', 10_000, 5, 100, 4),
  setting('car price', 100, 20, 18, 3),
  setting('car loan', 1_000, 20, 18, 3),
  setting('credit card', 10_000, 20, 18, 3),
  setting('credit card', 100, 100, 10, 2),
  setting('car price', 1_000, 100, 10, 2),
  setting('car loan', 10_000, 100, 10, 2),
  setting('flights', 100, 5, 100, 5),
  setting('flights', 1_000, 5, 80, 5),
  setting('flights', 10_000, 5, 42, 6),
  setting('flights', 1_000, 20, 20, 4),
  setting('car loan', 100, 7, 20, 4, { labelled: true }),
  setting('car loan', 1_000, 7, 20, 4, { labelled: true }),
  setting('car loan', 10_000, 7, 20, 4, { labelled: true }),
  setting('flights', 1_000, 5, 20, 4, { labelled: true }),
  setting('car loan', 1_000, 5, 20, 4, { segmented: true }),
  setting('car loan', 100, 5, 40, 4, { baselineRows: 1_000 }),
];

export const QUICK: readonly Setting[] = [
  setting('credit card', 100, 5, 20, 1),
  setting('car loan', 1_000, 7, 20, 2, { labelled: true }),
  setting('flights', 1_000, 5, 24, 2),
];

/** Whether drift is injected into the same data, with a monitor of the same columns. */
export function isDrifted({ source, labelled, segmented }: Setting): boolean {
  return source === 'car loan' && labelled === true && !segmented;
}
