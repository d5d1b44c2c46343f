import { psi } from '../drift/psi.ts';
import { quotient, toValue } from '../estimate.ts';
import type { SliceInput, SliceMetric } from '../metric.ts';

const LIMIT = psi.defaultThreshold?.max ?? 0.2;
/** As the judge has it: where chance alone gives more than a quarter of the limit, a value says nothing. */
const CHANCE_MARGIN = 4;
const NAMED = 5;

export const driftedColumnsShare: SliceMetric = {
  name: 'drifted_columns_share',
  per: 'slice',
  restsOn: 'rows',
  family: 'drift',
  description: 'Share of the features that drifted: whose psi is over its default limit.',
  formula: `features with psi > ${LIMIT} / features whose psi is expected to stay under ${LIMIT / CHANCE_MARGIN} by chance`,
  interval: 'none: all features are counted, none are drawn',
  source: 'Evidently DriftedColumnsCount, with psi for every type of column',
  unit: 'share',
  worse: 'higher',
  headline: true,
  appliesTo: ({ frame }) => frame.columns.filter(isFeature).length > 1,
  measure: (input) => {
    const { min_rows } = input.monitor.alerts;
    if (input.current.rows < min_rows)
      return toValue(
        { value: null, reason: `fewer rows than alerts.min_rows of ${min_rows}` },
        null,
      );
    const known = stabilityIndices(input);
    const drifted = known
      .filter(({ value }) => value > LIMIT)
      .sort((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1));
    const estimate = quotient(
      drifted.length,
      known.length,
      'of no feature are there enough values to tell drift from chance',
    );
    const note = drifted
      .slice(0, NAMED)
      .map(({ name, value }) => `${name} (${value.toFixed(2)})`)
      .join(', ');
    const more = drifted.length > NAMED ? ` and ${drifted.length - NAMED} more` : '';
    return toValue(
      estimate.value === null || note === '' ? estimate : { ...estimate, note: `${note}${more}` },
      estimate.value === null ? null : 0,
    );
  },
};

function isFeature(column: SliceInput['frame']['columns'][number]): boolean {
  return column.role === 'feature' && psi.appliesTo(column);
}

/** The psi of every feature that has one and enough values for it to mean something. */
function stabilityIndices({ frame, baseline, current }: SliceInput) {
  return frame.columns.filter(isFeature).flatMap((column) => {
    const [before, now] = [baseline.columns[column.name], current.columns[column.name]];
    if (!before || !now) return [];
    const { value, chance = 0 } = psi.measure({ column, baseline: before, current: now });
    return value === null || chance * CHANCE_MARGIN > LIMIT ? [] : [{ name: column.name, value }];
  });
}
