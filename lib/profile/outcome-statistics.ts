import { binary } from './statistics/binary.ts';
import { customOutcome } from './statistics/custom.ts';
import { errors } from './statistics/errors.ts';
import { labelDelay } from './statistics/label-delay.ts';
import { misses } from './statistics/misses.ts';
import { multiclass } from './statistics/multiclass.ts';
import { regression } from './statistics/regression.ts';

/** Every statistic of predictions whose outcome is known. One file each; a new one is one more line here. */
export const OUTCOME_STATISTICS = {
  binary,
  customOutcome,
  errors,
  labelDelay,
  misses,
  multiclass,
  regression,
} as const;

type StateOf<S> = S extends { read(...args: never[]): infer State } ? State : never;

/** What came of a slice's predictions; which parts there are follows from the frame. */
export type OutcomeSummary = {
  readonly [K in keyof typeof OUTCOME_STATISTICS]?: StateOf<(typeof OUTCOME_STATISTICS)[K]>;
};
