import { arrivals } from './statistics/arrivals.ts';
import { classDecisions } from './statistics/class-decisions.ts';
import { custom } from './statistics/custom.ts';
import { decisions } from './statistics/decisions.ts';
import { ids } from './statistics/ids.ts';
import { products } from './statistics/products.ts';
import { reconstruction } from './statistics/reconstruction.ts';

/** Every statistic of all predictions of a slice, labelled or not. One file each; a new one is one more line here. */
export const PREDICTION_STATISTICS = {
  arrivals,
  classDecisions,
  custom,
  decisions,
  ids,
  products,
  reconstruction,
} as const;

type StateOf<S> = S extends { read(...args: never[]): infer State } ? State : never;

/** What a slice's predictions were; which parts there are follows from the frame. */
export type PredictionSummary = {
  readonly [K in keyof typeof PREDICTION_STATISTICS]?: StateOf<(typeof PREDICTION_STATISTICS)[K]>;
};
