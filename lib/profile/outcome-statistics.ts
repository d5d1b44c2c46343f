import { binary } from './statistics/binary.ts';
import { multiclass } from './statistics/multiclass.ts';
import { regression } from './statistics/regression.ts';

/** What is summed of predictions whose outcome is known, by task. */
export const OUTCOME_STATISTICS = { binary, multiclass, regression } as const;

type StateOf<S> = S extends { read(...args: never[]): infer State } ? State : never;

export type OutcomeSummary = {
  readonly [K in keyof typeof OUTCOME_STATISTICS]?: StateOf<(typeof OUTCOME_STATISTICS)[K]>;
};
