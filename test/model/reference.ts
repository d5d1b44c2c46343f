import type { Kind } from '../../lib/pipeline/shard.ts';
import { byUtf8 } from '../../lib/utf8-order.ts';
import type { Content, Label, Prediction } from './files.ts';

export const DAY = 86_400_000;
export const UNMATCHED = 'a label of no prediction within labels.wait';
const NO_LABEL = 'missing or unreadable label';

/** Objects that one run claimed together. */
export interface Batch {
  readonly id: string;
  readonly kind: Kind;
  /** Epoch ms. */
  readonly claimed: number;
  /** By key; `modified` in epoch ms. */
  readonly objects: readonly { readonly content: Content; readonly modified: number }[];
  /** Keys that were profiled before another batch took them over. */
  readonly profiled: Set<string>;
}

/** What is to be seen of one window. */
export interface Expected {
  rows: number;
  readonly rejections: Record<string, number>;
  labelled: number;
  /** True negatives, false positives, false negatives, true positives. */
  readonly outcomes: [number, number, number, number];
  /** Of x; null where there is no value. */
  mean: number | null;
  readonly cities: Record<'a' | 'b', number>;
}

export const dayOf = (time: number) => Math.floor(time / DAY) * DAY;

/** Everything that windows show, from all rows there are, by start. `wait`: labels.wait in milliseconds. */
export function expectedWindows(batches: readonly Batch[], wait: number): Map<number, Expected> {
  const windows = new Map<number, Expected>();
  const at = (start: number): Expected => {
    const known = windows.get(start) ?? nothing();
    windows.set(start, known);
    return known;
  };
  const reject = (start: number, reason: string) => {
    const { rejections } = at(start);
    rejections[reason] = (rejections[reason] ?? 0) + 1;
  };
  const counting = batches.map((batch) => countingObjects(batch, batches));
  const rows = counting.flatMap((objects) => objects.flatMap(({ content }) => usable(content)));
  for (const objects of counting) {
    const last = Math.max(...objects.flatMap(({ content }) => usable(content).map(windowOf)));
    const drop = dayOf(objects.at(-1)?.modified ?? 0);
    for (const { content } of objects) {
      for (const row of content.predictions.filter(({ fault }) => fault !== null))
        reject(row.fault === 'missing id' ? windowOf(row) : last, row.fault ?? '');
      for (const { label } of content.labels) if (label === null) reject(drop, NO_LABEL);
    }
  }
  for (const row of rows) {
    const window = at(windowOf(row));
    window.rows += 1;
    window.cities[row.city] += 1;
    const label = labelOf(row, batches, wait);
    if (label === null) continue;
    window.labelled += 1;
    const cell = label * 2 + row.predicted;
    window.outcomes[cell] = (window.outcomes[cell] ?? 0) + 1;
  }
  for (const [start, window] of windows) {
    const values = rows.flatMap((row) => (windowOf(row) === start ? (row.x ?? []) : []));
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    window.mean = rounded(values.length > 0 ? mean : null);
  }
  return windows;
}

/** Two ways to sum differ in the last digits. */
export const rounded = (value: number | null) =>
  value === null ? null : Math.round(value * 1e9) / 1e9 + 0;

export function nothing(): Expected {
  return {
    rows: 0,
    rejections: {},
    labelled: 0,
    outcomes: [0, 0, 0, 0],
    mean: null,
    cities: { a: 0, b: 0 },
  };
}

/** Those of a batch that no later batch holds with another content. */
export function countingObjects(batch: Batch, batches: readonly Batch[]): Batch['objects'] {
  const later = batches.slice(batches.indexOf(batch) + 1).flatMap(({ objects }) => objects);
  return batch.objects.filter(
    ({ content }) => !later.some((one) => one.content.key === content.key),
  );
}

const windowOf = ({ time }: Prediction) => dayOf(time);
const usable = ({ predictions }: Content) => predictions.filter(({ fault }) => fault === null);

/** When a window's predictions were claimed first and last. */
export function arrival(start: number, batches: readonly Batch[]) {
  const claims = batches
    .filter(({ objects, profiled }) =>
      objects.some(
        ({ content: { key, predictions } }) =>
          profiled.has(key) &&
          predictions.some(
            (row) => (row.fault === null || row.fault === 'missing id') && windowOf(row) === start,
          ),
      ),
    )
    .map(({ claimed }) => claimed);
  return { first: Math.min(...claims), last: Math.max(...claims) };
}

/** Whether labels that were claimed then are in time for a window. */
export function isInTime(claimed: number, start: number, batches: readonly Batch[], wait: number) {
  const { first, last } = arrival(start, batches);
  return claimed >= first - wait && claimed <= Math.max(start + DAY, last) + wait;
}

/** What was given last for a prediction's id, in time for its window. */
function labelOf(row: Prediction, batches: readonly Batch[], wait: number): 0 | 1 | null {
  const given = batches
    .filter((batch) => isInTime(batch.claimed, windowOf(row), batches, wait))
    .flatMap((batch) => countingObjects(batch, batches))
    .sort((a, b) => a.modified - b.modified || byUtf8(a.content.key, b.content.key))
    .flatMap(({ content }) => content.labels)
    .filter(({ id, label }) => id === row.id && label !== null);
  return given.at(-1)?.label ?? null;
}

/** How many labels must be told to match nothing, and how many may have matched nothing in time. */
export function unmatchedLabels(batches: readonly Batch[]): { least: number; most: number } {
  const objects = batches.flatMap((batch) => batch.objects);
  const predicted = new Set(
    objects.flatMap(({ content }) => content.predictions.map(({ id }) => id)),
  );
  const labels = batches
    .flatMap((batch) => countingObjects(batch, batches))
    .flatMap(({ content }) => content.labels as Label[])
    .filter(({ label }) => label !== null);
  return { least: labels.filter(({ id }) => !predicted.has(id)).length, most: labels.length };
}
