import type { ColumnHistogram } from '../act/delivery.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { NumericColumn } from '../profile/column.ts';
import type { ColumnSummary } from '../profile/column-statistics.ts';
import { mergeSlices } from '../profile/roll-up.ts';
import { isWhole } from '../whole.ts';
import { readBaselineFile } from './ensure-baseline.ts';
import type { Ports } from './ports.ts';
import { countedProfiles, readProfiles } from './profile-file.ts';

/** A chart shows no more. */
const BINS = 60;

/** How the numeric columns of a window are spread, from its profiles; none where they or their baseline are gone or of older code. */
export async function windowHistograms(
  ports: Ports,
  monitor: Monitor,
  window: { readonly start: number; readonly baseline: string },
): Promise<ColumnHistogram[]> {
  const reference = await readBaselineFile(ports, monitor.monitor, window.baseline);
  if (!reference) return [];
  const { schema, frame } = reference.baseline;
  const files = countedProfiles(
    monitor,
    await readProfiles(ports, monitor.monitor, window.start),
  ).filter((file) => file.schema === schema && file.baseline === window.baseline);
  const whole = mergeSlices(files.map(({ slices }) => slices)).find(isWhole);
  if (!whole) return [];
  return frame.columns.flatMap((column) => {
    const summary = whole.profile.columns[column.name];
    return column.type === 'numeric' && summary ? histogramOf(column, summary) : [];
  });
}

/** Its frozen bins, so many neighbours together that a chart can show them; the ends are where the window's values end. */
export function histogramOf(column: NumericColumn, summary: ColumnSummary): ColumnHistogram[] {
  const { histogram, extent, moments } = summary;
  if (!histogram || !moments || extent?.min == null || extent.max == null) return [];
  const { min, max } = extent;
  const inner = column.edges.filter((edge) => edge > min && edge < max);
  const together = Math.max(1, Math.ceil(inner.length / (BINS - 1)));
  const edges = [min, ...inner.filter((_, i) => i % together === 0), max];
  const counts = new Array<number>(edges.length - 1).fill(0);
  let bin = 0;
  for (const [i, count] of histogram.entries()) {
    const upper = column.edges[i] ?? Number.POSITIVE_INFINITY;
    counts[bin] = (counts[bin] ?? 0) + count;
    while (bin < counts.length - 1 && upper >= (edges[bin + 1] as number)) bin += 1;
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  const { center } = column;
  return [
    {
      column: column.name,
      edges,
      counts,
      sum: moments.sum + total * center,
      sumOfSquares: moments.sumOfSquares + 2 * center * moments.sum + total * center * center,
    },
  ];
}
