import { uniform } from './uniform.ts';

export interface Prediction {
  readonly id: string;
  readonly at: string;
  readonly score: number;
  readonly x: number;
}

export interface Label {
  readonly id: string;
  readonly label: 0 | 1;
}

/** An object as it is dropped; dropped again under the same key, it takes the place of what was there. */
export interface Delivery<Row> {
  readonly key: string;
  readonly rows: readonly Row[];
}

export interface Wave {
  readonly predictions: readonly Delivery<Prediction>[];
  readonly labels: readonly Delivery<Label>[];
}

const OBJECTS = 10_000;
const LABELS = 100_000;
const DAY = 86_400_000;
const MOST_PREDICTIONS = 19;
const MOST_LABELS = 1000;
/** Of the labels, those that correct one that came before, and those of no prediction. */
const CORRECTIONS = 8000;
const STRAY = 500;
/** Objects that come again with another content, and with the same. */
const CHANGED = { predictions: 30, labels: 2 };
const TWICE = { predictions: 300, labels: 5 };

type Below = (n: number) => number;

/**
 * Predictions of so many days from `first` on, ten to an object on average and of any time, and labels of nearly all of them,
 * in two waves. The second one also brings corrected labels, objects that came before, and some with another content. Within a
 * wave one object at most has a label of an id.
 */
export function deliveriesOf(first: Date, days: number, seed: number): readonly [Wave, Wave] {
  const random = uniform(seed);
  const below: Below = (n) => Math.floor(n * random());
  const objects = shuffled(
    Array.from({ length: OBJECTS }, (_, i) => predictionsOf(i, first, days, below)),
    below,
  );
  const [early, late] = halves(objects, 0.6);
  const ids = shuffled(
    objects.flatMap(({ rows }) => rows.map(({ id }) => id)),
    below,
  ).slice(0, LABELS - CORRECTIONS - STRAY);
  const [known, unknown] = halves(ids, 0.5);
  const stray = Array.from({ length: STRAY }, (_, i) => `nobody-${i}`);
  const labels = inObjects(labelled([...known, ...stray], below), 'first', below);
  return [
    { predictions: early, labels },
    {
      predictions: shuffled([...late, ...predictionsAgain(early, below)], below),
      labels: secondLabels(labels, unknown, below),
    },
  ];
}

function predictionsOf(i: number, first: Date, days: number, below: Below): Delivery<Prediction> {
  const rows = Array.from({ length: 1 + below(MOST_PREDICTIONS) }, (_, j) => ({
    id: `${i}-${j}`,
    at: new Date(first.getTime() + below(days * DAY)).toISOString(),
    score: below(64) / 64,
    x: below(1000),
  }));
  return { key: `${i % 7}/part ${String(i).padStart(5, '0')}.jsonl`, rows };
}

/** Neighbours by key are changed: each shard that holds one is done again. */
function predictionsAgain(early: readonly Delivery<Prediction>[], below: Below) {
  const sorted = [...early].sort((a, b) => (a.key < b.key ? -1 : 1));
  const [same, other] = halves(sorted, 0.95);
  const changed = shuffled(other, below)
    .slice(0, CHANGED.predictions)
    .map(({ key, rows }) => {
      const [{ id, at } = { id: '', at: '' }, ...kept] = rows;
      const scored = kept.map((row) => ({ ...row, score: below(64) / 64 }));
      return { key, rows: [...scored, { id: `${id}-new`, at, score: 0.75, x: 500 }] };
    });
  return [...changed, ...shuffled(same, below).slice(0, TWICE.predictions)];
}

function secondLabels(
  labels: readonly Delivery<Label>[],
  unknown: readonly string[],
  below: Below,
): Delivery<Label>[] {
  const mixed = shuffled(labels, below);
  const others = mixed.slice(CHANGED.labels);
  const changed = mixed.slice(0, CHANGED.labels).map(({ key, rows }) => ({
    key,
    rows: labelled(
      rows.slice(1).map(({ id }) => id),
      below,
    ),
  }));
  const corrected = shuffled(
    others.flatMap(({ rows }) => rows),
    below,
  )
    .slice(0, CORRECTIONS)
    .map(({ id, label }): Label => ({ id, label: label === 1 ? 0 : 1 }));
  const fresh = shuffled([...labelled(unknown, below), ...corrected], below);
  const twice = others.slice(0, TWICE.labels);
  return shuffled([...inObjects(fresh, 'second', below), ...changed, ...twice], below);
}

function labelled(ids: readonly string[], below: Below): Label[] {
  const labels = ids.map((id): Label => ({ id, label: below(10) < 4 ? 1 : 0 }));
  return shuffled(labels, below);
}

function inObjects(labels: readonly Label[], name: string, below: Below): Delivery<Label>[] {
  const made: Delivery<Label>[] = [];
  for (let i = 0; i < labels.length; ) {
    const rows = labels.slice(i, i + 1 + below(MOST_LABELS));
    made.push({ key: `${name}-${made.length}.jsonl`, rows });
    i += rows.length;
  }
  return shuffled(made, below);
}

function halves<T>(all: readonly T[], share: number): [T[], T[]] {
  const cut = Math.floor(share * all.length);
  return [all.slice(0, cut), all.slice(cut)];
}

function shuffled<T>(all: readonly T[], below: Below): T[] {
  const mixed = [...all];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = below(i + 1);
    [mixed[i], mixed[j]] = [mixed[j] as T, mixed[i] as T];
  }
  return mixed;
}
