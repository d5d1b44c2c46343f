import type { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { dimensionsOf, NAMESPACE } from '../../../adapters/sinks/cloudwatch.ts';

/** What there is a line of: null for all rows. */
export type Lines = 'Column' | 'Segment' | null;

/** CloudWatch takes 1,024 characters in an expression. */
const CHARACTERS = 1000;

/**
 * What CloudWatch has of a monitor by these names, as lines of a graph: of all rows, or one a column or segment. It finds what was
 * published in the last two weeks, so that a graph shows no number that no window has.
 */
export function searchMetrics(
  monitor: string,
  names: readonly string[],
  options: { readonly per: Lines; readonly period: Duration },
): IMetric[] {
  const { per, period } = options;
  const place = { monitor, column: null, segment: null, variant: null };
  const [[dimension = '', value = ''] = []] = Object.entries(dimensionsOf(place));
  const schema = [NAMESPACE, ...[per ?? [], dimension].flat().sort()].join(',');
  const expression = (some: readonly string[]) =>
    `SEARCH('{${schema}} ${dimension}="${value}" MetricName=(${some.map((name) => `"${name}"`).join(' OR ')})', 'Average', ${period.toSeconds()})`;
  const parts: string[][] = [];
  for (const name of names) {
    const last = parts.at(-1);
    if (last && expression([...last, name]).length <= CHARACTERS) last.push(name);
    else parts.push([name]);
  }
  const label = `${per ? `\${PROP('Dim.${per}')} ` : ''}\${PROP('MetricName')}`;
  return parts.map(
    (some) => new MathExpression({ expression: expression(some), usingMetrics: {}, label, period }),
  );
}
