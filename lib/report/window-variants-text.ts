import Table from 'cli-table3';
import { format } from '../judge/describe-finding.ts';
import type { WindowVariants } from '../judge/variant-values.ts';
import type { Metric } from '../metrics/metric.ts';

const PLAIN = { style: { head: [], border: [], compact: true } };

/** The variants of a rollout in one window, as lines of plain text; none where it has no two of them. */
export function windowVariantsText(
  variants: WindowVariants | undefined,
  units: ReadonlyMap<string, Metric['unit']>,
): string[] {
  if (!variants || variants.differences.length === 0) return [];
  const table = new Table({
    head: ['of this window alone', 'metric', 'difference', '95 % interval'],
    ...PLAIN,
  });
  for (const { metric, champion, challenger, difference, low, high } of variants.differences) {
    const show = (value: number) => format(value, { unit: units.get(metric) ?? 'none' });
    table.push([
      `${challenger} less ${champion}`,
      metric,
      show(difference),
      `${show(low)} to ${show(high)}`,
    ]);
  }
  return [table.toString(), ''];
}
