import { type CustomMetric, ROWS } from '../../monitor/custom-metrics.ts';
import { labelledRows } from '../../profile/labelled.ts';
import type { Profile, Slice } from '../../profile/profile.ts';
import type { CustomSum } from '../../profile/statistics/custom.ts';
import { Z95 } from '../../stats/normal.ts';
import { isWhole } from '../../whole.ts';
import { type Estimate, toValue } from '../estimate.ts';
import type { SliceMetric } from '../metric.ts';

/** A metric of the monitor file, as one among the others. */
export function customMetric(metric: CustomMetric): SliceMetric {
  const { name, setting, labelled, formula } = metric;
  const { description, unit, worse, headline, value, aggregates } = setting;
  const sums = Object.entries(aggregates).map(([sum, text]) => `${sum} = ${text}`);
  return {
    name,
    per: 'slice',
    restsOn: labelled ? 'labels' : 'rows',
    family: 'custom',
    description: description ?? `${value}, as the monitor file defines it.`,
    formula: [value, ...sums].join('; '),
    interval: formula.scaleFree ? 'delta method over the rows' : 'none: it grows with the rows',
    source: 'the monitor file',
    unit,
    worse: worse ?? null,
    ...(headline && { headline }),
    appliesTo: () => true,
    measure: ({ baseline, current, slices }) => {
      // What grows with the rows says nothing beside a data set of another size.
      const reference = formula.scaleFree
        ? estimate(metric, baseline, wholeOf(slices.baseline)).value
        : null;
      return toValue(estimate(metric, current, wholeOf(slices.current)), reference);
    },
  };
}

function wholeOf(slices: readonly Slice[]): Profile | undefined {
  return slices.find(isWhole)?.profile;
}

function sumOf({ labelled, key }: CustomMetric, profile: Profile): CustomSum | undefined {
  return (labelled ? profile.outcome.customOutcome : profile.predictions.custom)?.[key];
}

/** The metric of one slice. `whole` is the window that it is of: a column that is empty throughout was not logged. */
function estimate(metric: CustomMetric, profile: Profile, whole: Profile | undefined): Estimate {
  const sum = sumOf(metric, profile);
  const missing = absence(metric, profile, sum);
  if (missing !== null || sum === undefined) return { value: null, reason: missing ?? NOT_SUMMED };
  const values = (whole && sumOf(metric, whole)?.values) ?? sum.values;
  const empty = metric.columns.find((_, i) => values[i] === 0);
  if (empty) return { value: null, reason: `no row has a value in ${empty.name}` };
  const sums = new Map([[ROWS, sum.rows]]);
  for (const [i, { name }] of metric.aggregates.entries()) {
    const total = sum.sums[i] ?? null;
    if (total === null) return { value: null, reason: `${name} is too large a sum` };
    if (sum.counts[i] === 0 && !metric.aggregates[i]?.counts)
      return { value: null, reason: `no row has anything to sum up for ${name}` };
    sums.set(name, total);
  }
  const evaluated = metric.formula.evaluate(sums);
  if (evaluated.value === null) return evaluated;
  const { value, gradient } = evaluated;
  const half = Z95 * standardError(metric, sum, gradient);
  return half > 0 ? { value, low: value - half, high: value + half } : { value };
}

const NOT_SUMMED = 'its rows were read before the monitor file defined it so';

/** Why the slice's rows were not summed, or not all of them; null where they were. */
function absence(
  { labelled }: CustomMetric,
  profile: Profile,
  sum: CustomSum | undefined,
): string | null {
  const rows = labelled ? labelledRows(profile.outcome) : profile.rows;
  if (sum === undefined && rows > 0) return NOT_SUMMED;
  if (sum === undefined || sum.rows === 0)
    return labelled ? 'no row is labelled' : 'there are no rows';
  return !labelled && sum.rows < rows
    ? `${rows - sum.rows} of ${rows} rows were read before the monitor file defined it so`
    : null;
}

/**
 * Of a formula of sums whose rows are independent: the root of the sum of squares of what each row contributes to it.
 *
 * Contributions are linearised, and their mean is 0 as the formula is scale-free. NaN where products were not summed.
 *
 * @see Wolter (2007), Introduction to Variance Estimation, chapter 6: Taylor series methods
 */
function standardError(
  { aggregates, formula }: CustomMetric,
  { rows, sums, products }: CustomSum,
  gradient: ReadonlyMap<string, number>,
): number {
  if (!formula.scaleFree) return Number.NaN;
  const slopes = aggregates.map(({ name }) => gradient.get(name) ?? 0);
  const byRow = gradient.get(ROWS) ?? 0;
  let squares = byRow * byRow * rows;
  let pair = 0;
  for (const [i, slope] of slopes.entries()) {
    squares += 2 * byRow * slope * (sums[i] ?? Number.NaN);
    for (const other of slopes.slice(i).keys()) {
      const product = products[pair++] ?? Number.NaN;
      squares += (other === 0 ? 1 : 2) * slope * (slopes[i + other] ?? 0) * product;
    }
  }
  return Math.sqrt(Math.max(0, squares));
}
