import type { Kind } from '../../lib/pipeline/shard.ts';

/** Why a row of the log can't be used, as the pipeline says it. */
export const FAULTS = [
  'missing id',
  'missing timestamp',
  'timestamp in the future',
  'not a JSON object',
] as const;

export interface Prediction {
  readonly id: string;
  /** Epoch ms. */
  readonly time: number;
  readonly x: number | null;
  readonly city: 'a' | 'b';
  readonly predicted: 0 | 1;
  readonly fault: (typeof FAULTS)[number] | null;
}

export interface Label {
  readonly id: string;
  /** Null: the row holds none. */
  readonly label: 0 | 1 | null;
}

/** What an object held when it was dropped. */
export interface Content {
  readonly kind: Kind;
  readonly key: string;
  /** Empty for labels. */
  readonly predictions: readonly Prediction[];
  /** Empty for predictions. */
  readonly labels: readonly Label[];
}

/** A file's text. */
export function textOf({ kind, predictions, labels }: Content): string {
  if (kind === 'labels')
    return `id,y\n${labels.map(({ id, label }) => `${id},${label ?? ''}\n`).join('')}`;
  return predictions.map((row) => `${lineOf(row)}\n`).join('');
}

function lineOf({ id, time, x, city, predicted, fault }: Prediction): string {
  if (fault === 'not a JSON object') return `[${JSON.stringify(id)}]`;
  const t = fault === 'timestamp in the future' ? Date.UTC(2100, 0) : time;
  return JSON.stringify({
    ...(fault !== 'missing id' && { id }),
    ...(fault !== 'missing timestamp' && { t: new Date(t).toISOString() }),
    x,
    city,
    d: predicted,
  });
}
