import { closest, distance } from 'fastest-levenshtein';

/** Letters that may differ for a word to be taken for another one misspelt: one in three, two at most. */
const MOST = 2;

/** The known word that was probably meant; null where none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const folded = new Map(known.map((one) => [one.toLowerCase(), one]));
  const near = closest(word.toLowerCase(), [...folded.keys()]);
  const isNear = distance(word.toLowerCase(), near) <= Math.min(MOST, Math.floor(word.length / 3));
  return isNear ? (folded.get(near) ?? null) : null;
}

/** ` (did you mean x?)`, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  return meant === null ? '' : ` (did you mean ${meant}?)`;
}
