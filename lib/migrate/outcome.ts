/** What became of an agreement: kept as it was, kept in another way, or not kept; a sentence each, for people. */
export interface Outcome {
  readonly kept: readonly string[];
  readonly otherwise: readonly string[];
  readonly lost: readonly string[];
}

export const NOTHING: Outcome = { kept: [], otherwise: [], lost: [] };

export function joinOutcomes(outcomes: readonly Outcome[]): Outcome {
  return {
    kept: outcomes.flatMap(({ kept }) => kept),
    otherwise: outcomes.flatMap(({ otherwise }) => otherwise),
    lost: outcomes.flatMap(({ lost }) => lost),
  };
}

/** So many names are told. */
const NAMED = 6;

/** Names as a person would list them. */
export function list(names: readonly string[]): string {
  const more = names.length - NAMED;
  return more > 0 ? `${names.slice(0, NAMED).join(', ')} and ${more} more` : names.join(', ');
}
