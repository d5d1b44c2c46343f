import { chiSquareSurvival } from './chi-square.ts';

/** A stability index and what chance alone would be expected to make of it. */
export interface Index {
  readonly value: number;
  readonly chance: number;
}

/**
 * How far a slice drifted beyond what the whole did.
 *
 * The index times nm/(n+m) is about chi-square; where the whole's exceeds chance, it is non-central by as much, approximated
 * by a scaled chi-square. n and m are the slice's values in the baseline and in the window; both are above 0.
 *
 * `effect` is in the index's own unit, chance taken off on both sides; `deviation` is its standard error.
 *
 * @see Yurdakul (2018), Statistical Properties of Population Stability Index; Patnaik (1949), Biometrika 36
 */
export function excessStability(
  slice: Index,
  whole: Index,
  n: number,
  m: number,
): { readonly effect: number; readonly deviation: number; readonly p: number } {
  const scale = (n * m) / (n + m);
  const freedom = slice.chance * scale;
  const drift = Math.max(0, whole.value - whole.chance);
  const excess = slice.value - slice.chance;
  const shift = drift * scale;
  const stretch = (freedom + 2 * shift) / (freedom + shift);
  return {
    effect: excess - drift,
    deviation: Math.sqrt(2 * freedom + 4 * Math.max(0, excess) * scale) / scale,
    p:
      freedom > 0
        ? chiSquareSurvival((slice.value * scale) / stretch, (freedom + shift) / stretch)
        : 1,
  };
}
