import { total } from '../sums.ts';
import { type BinnedSample, closeBins } from '../wasserstein.ts';
import type { Noise } from './noise.ts';
import { simulatedNoise } from './simulated-noise.ts';

/** So many bins are drawn over: neighbours are put together until each holds its share of the rows, or of the width. */
const BINS = 150;

/** An area between two distribution functions, from their difference at both ends of each bin. */
type Area = (left: number, right: number, width: number) => number;

/**
 * Of the first Wasserstein distance between the reference's distribution and a sample from it, by drawing.
 *
 * It is at least the difference of the means, so that its tail falls off no faster than that difference's: by the column's variance.
 */
export function wassersteinNoise(
  edges: readonly number[],
  reference: BinnedSample,
  size: number,
): Noise {
  const law = { name: 'wasserstein', area: absoluteArea, distanceOf: (area: number) => area };
  return areaNoise(edges, reference, size, { ...law, leastExcessOf: (variance) => 2 * variance });
}

/** Of the energy distance, likewise. */
export function energyNoise(
  edges: readonly number[],
  reference: BinnedSample,
  size: number,
): Noise {
  const square: Area = (left, right, width) =>
    (width * (left * left + left * right + right * right)) / 3;
  return areaNoise(edges, reference, size, {
    name: 'energy',
    area: square,
    distanceOf: (area) => Math.sqrt(2 * area),
    leastExcessOf: () => 0,
  });
}

function absoluteArea(left: number, right: number, width: number): number {
  if (left * right >= 0) return (width * Math.abs(left + right)) / 2;
  return (width * (left * left + right * right)) / (2 * (Math.abs(left) + Math.abs(right)));
}

function areaNoise(
  edges: readonly number[],
  reference: BinnedSample,
  size: number,
  law: {
    readonly name: string;
    readonly area: Area;
    readonly distanceOf: (area: number) => number;
    readonly leastExcessOf: (variance: number) => number;
  },
): Noise {
  const bins = mergeBins(
    reference.counts,
    closeBins(edges, reference, reference).map(({ width }) => width),
  );
  const rows = total(reference.counts);
  const shares = bins.map(({ count }) => count / rows);
  const widths = bins.map(({ width }) => width);
  return simulatedNoise({
    name: `${law.name} ${bins.map(({ width }) => width.toPrecision(4)).join(' ')}`,
    shares,
    size,
    power: 2,
    leastExcess: law.leastExcessOf(varianceOf(bins, shares)),
    distance: (counts, drawn) => {
      let left = 0;
      let sum = 0;
      for (let i = 0; i < widths.length; i++) {
        const right = left + (counts[i] as number) / drawn - (shares[i] as number);
        sum += law.area(left, right, widths[i] as number);
        left = right;
      }
      return law.distanceOf(sum);
    },
  });
}

/** Of values in the middle of their bins. */
function varianceOf(
  bins: readonly { readonly width: number }[],
  shares: readonly number[],
): number {
  let start = 0;
  const middles = bins.map(({ width }) => {
    start += width;
    return start - width / 2;
  });
  const mean = middles.reduce((sum, middle, i) => sum + middle * (shares[i] ?? 0), 0);
  return middles.reduce((sum, middle, i) => sum + (middle - mean) ** 2 * (shares[i] ?? 0), 0);
}

function mergeBins(counts: readonly number[], widths: readonly number[]) {
  const rows = total(counts) / BINS;
  const range = total(widths) / BINS;
  const merged: { count: number; width: number }[] = [];
  for (const [i, count] of counts.entries()) {
    const width = widths[i] ?? 0;
    const last = merged.at(-1);
    if (last && last.count + count <= rows && last.width + width <= range) {
      last.count += count;
      last.width += width;
    } else merged.push({ count, width });
  }
  return merged;
}
