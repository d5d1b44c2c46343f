import { decisions } from './statistics/decisions.ts';

/** Every statistic of all predictions of a slice, labelled or not. One file each; a new one is one more line here. */
export const PREDICTION_STATISTICS = { decisions } as const;

type StateOf<S> = S extends { read(...args: never[]): infer State } ? State : never;

/** What a slice's predictions were; which parts there are follows from the frame. */
export type PredictionSummary = {
  readonly [K in keyof typeof PREDICTION_STATISTICS]?: StateOf<(typeof PREDICTION_STATISTICS)[K]>;
};
