import type { Interval } from './interval.ts';
import { Z95 } from './normal.ts';

/** The bins that are held against each other, of equal width. */
const BINS = 10;

/** One of ten ranges of probability. */
export interface CalibrationBin {
  readonly rows: number;
  readonly positives: number;
  /** Sum of the rows' probabilities, each taken as the middle of its score bin. */
  readonly probability: number;
}

/**
 * Probabilities and labels over ten bins of equal width, (0.1, 0.2] and so on, the first closed at 0; null where a score is no
 * probability. A score bin that crosses a tenth, which no frozen one does, counts where it ends.
 */
export function calibrationBins(
  edges: readonly number[],
  positives: readonly number[],
  negatives: readonly number[],
): CalibrationBin[] | null {
  const bins = Array.from({ length: BINS }, () => ({ rows: 0, positives: 0, probability: 0 }));
  for (const [i, found] of positives.entries()) {
    const rows = found + (negatives[i] ?? 0);
    if (rows === 0) continue;
    const from = edges[i - 1] ?? Number.NEGATIVE_INFINITY;
    const to = edges[i] ?? Number.POSITIVE_INFINITY;
    if (to < 0 || from >= 1) return null;
    const cut = Array.from({ length: BINS - 1 }, (_, k) => (k + 1) / BINS);
    const bin = bins[cut.filter((tenth) => tenth < to).length];
    if (!bin) continue;
    bin.rows += rows;
    bin.positives += found;
    bin.probability += (rows * (Math.max(0, from) + Math.min(1, to))) / 2;
  }
  return bins;
}

/** Mean over rows of |mean probability - share of positives| of their bin. @see Naeini, Cooper & Hauskrecht (2015), AAAI */
export function expectedCalibrationError(bins: readonly CalibrationBin[]): number {
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
  const gaps = bins.map(({ probability, positives }) => Math.abs(probability - positives));
  return gaps.reduce((sum, gap) => sum + gap, 0) / rows;
}

/** What that error would be expected to be of perfect probabilities. */
export function expectedByChance(bins: readonly CalibrationBin[]): number {
  return chanceOver(bins, () => true);
}

/**
 * Interval of that error. The error is a mean of probability - label with the sign of the row's bin: a normal interval from the
 * mean square of both, its lower end less by what the bins show whose gap is within noise of 0.
 */
export function calibrationInterval(
  bins: readonly CalibrationBin[],
  meanSquaredError: number,
): Interval {
  const value = expectedCalibrationError(bins);
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
  const half = Z95 * Math.sqrt(Math.max(0, meanSquaredError - value * value) / rows);
  const uncertain = chanceOver(
    bins,
    (bin) => Math.abs(bin.probability - bin.positives) < Z95 * noiseOf(bin),
  );
  return { low: value - uncertain - half, high: value + half };
}

function chanceOver(
  bins: readonly CalibrationBin[],
  counts: (bin: CalibrationBin) => boolean,
): number {
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
  const noise = bins.filter(counts).reduce((sum, bin) => sum + noiseOf(bin), 0);
  return (Math.sqrt(2 / Math.PI) * noise) / rows;
}

/** Standard deviation of the positives that a bin's probabilities promise. */
function noiseOf({ rows, probability }: CalibrationBin): number {
  return rows > 0 ? Math.sqrt(Math.max(0, probability * (1 - probability / rows))) : 0;
}
