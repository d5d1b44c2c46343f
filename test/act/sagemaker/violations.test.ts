import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { violationsOf } from '../../../lib/act/sagemaker/violations.ts';
import type { Finding, WindowResult } from '../../../lib/results.ts';
import { GOLDEN, goldenIsMissing } from '../../golden/golden-data.ts';

const finding = (part: Partial<Finding>): Finding => ({
  metric: 'psi',
  column: 'age',
  segment: null,
  variant: null,
  kind: 'drift',
  severity: 'alert',
  value: 0.4,
  reference: 0,
  threshold: { max: 0.1, source: 'monitor' },
  message: 'age: so and so',
  ...part,
});
const result = (findings: Finding[], part: Partial<WindowResult> = {}): WindowResult => ({
  schema: 1,
  monitor: 'm',
  window: { start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00Z' },
  baseline: 'v1',
  revision: 1,
  as_of: '2026-11-02T00:10:00Z',
  rows: 100,
  rejected: 0,
  rejections: {},
  labelled: 0,
  measurements: [],
  findings,
  ...part,
});
const quality = { kind: 'quality' } as const;
const DATA = [
  finding({}),
  finding({ metric: 'kolmogorov_smirnov', value: 0.3 }),
  finding({
    ...quality,
    metric: 'missing_share',
    column: 'income',
    value: 0.25,
    threshold: { max: 0, source: 'monitor' },
  }),
  finding({
    ...quality,
    metric: 'invalid_share',
    value: 0.005,
    threshold: { max: 0, source: 'monitor' },
  }),
  finding({ ...quality, metric: 'new_category_share', column: 'city', value: 0.5 }),
  finding({
    ...quality,
    metric: 'missing_columns',
    column: null,
    severity: 'warning',
    value: 1,
    message: 'missing_columns is 1',
  }),
  finding({
    ...quality,
    metric: 'extra_columns',
    column: null,
    severity: 'warning',
    value: 1,
    message: 'extra_columns is 1',
  }),
];
const MODEL = [
  finding({
    kind: 'performance',
    metric: 'roc_auc',
    column: null,
    value: 0.7,
    threshold: { min: 0.8, source: 'monitor' },
  }),
  finding({
    kind: 'performance',
    metric: 'mae',
    column: null,
    value: 7,
    threshold: { max: 5, source: 'monitor' },
  }),
];
const BIAS = finding({
  kind: 'fairness',
  metric: 'difference_in_acceptance_rates',
  column: null,
  segment: 'Sex=0',
  value: -0.26,
  threshold: { min: -0.1, max: 0.1, source: 'monitor' },
});
const biased = {
  metric: 'difference_in_acceptance_rates',
  column: null,
  segment: 'Sex=0',
  variant: null,
  value: -0.26,
  low: null,
  high: null,
  reference: null,
  threshold: null,
  status: 'alert',
} as const;

describe('violations', () => {
  test('of data are one a feature and check, with the distance that Model Monitor takes', () => {
    expect(violationsOf(result(DATA))).toEqual({
      'data-quality': {
        violations: [
          {
            feature_name: 'age',
            constraint_check_type: 'baseline_drift_check',
            description: 'Baseline drift distance: 0.3 exceeds threshold: 0.1',
          },
          {
            feature_name: 'income',
            constraint_check_type: 'completeness_check',
            description: 'Value: 0.75 does not meet the constraint requirement! age: so and so',
          },
          {
            feature_name: 'age',
            constraint_check_type: 'data_type_check',
            description:
              'Data type match requirement is not met. Expected data type: Fractional, Expected match: 100.0%. Observed: Only 99.5% of data is Fractional.',
          },
          {
            feature_name: 'city',
            constraint_check_type: 'categorical_values_check',
            description: 'Value: 0.5 does not meet the constraint requirement! age: so and so',
          },
          {
            feature_name: 'Missing columns',
            constraint_check_type: 'missing_column_check',
            description: 'There are missing columns in current dataset. missing_columns is 1',
          },
          {
            feature_name: 'Extra columns',
            constraint_check_type: 'extra_column_check',
            description: 'There are extra columns in current dataset. extra_columns is 1',
          },
        ],
      },
    });
  });

  test('leave out warnings, segments and variants, which Model Monitor has none of', () => {
    const none = [
      finding({ severity: 'warning' }),
      finding({ segment: 'country=DE' }),
      finding({ variant: 'v2' }),
    ];
    expect(violationsOf(result(none))).toEqual({ 'data-quality': { violations: [] } });
  });

  test('of a model have its names and say which side of the threshold it is on', () => {
    expect(violationsOf(result(MODEL, { labelled: 50 }))['model-quality']).toEqual({
      violations: [
        {
          constraint_check_type: 'LessThanThreshold',
          description: 'Metric auc with 0.7 was LessThanThreshold 0.8',
          metric_name: 'auc',
        },
        {
          constraint_check_type: 'GreaterThanThreshold',
          description: 'Metric mae with 7 was GreaterThanThreshold 5',
          metric_name: 'mae',
        },
      ],
    });
  });
});

describe.skipIf(goldenIsMissing && !process.env.CI)('beside real violation files', () => {
  const read = (file: string) => JSON.parse(readFileSync(join(GOLDEN, 'formats', file), 'utf8'));
  const keysOf = (one: object) => Object.keys(one).sort();

  test('data violations have the same keys and known check types', () => {
    const { violations } = read('sagemaker-python-sdk/constraint_violations.json') as {
      violations: { constraint_check_type: string }[];
    };
    const { violations_table: table } = read(
      'amazon-sagemaker-examples/churn/model_monitor_baseline_tables.json',
    ) as { violations_table: { constraint_check_type: string; description: string }[] };
    const theirs = [...violations, ...table];
    const ours = violationsOf(result(DATA))['data-quality']?.violations ?? [];
    for (const one of ours) expect(keysOf(one)).toEqual(keysOf(theirs[0] as object));
    const types = ours.map(({ constraint_check_type }) => constraint_check_type);
    for (const { constraint_check_type } of theirs) expect(types).toContain(constraint_check_type);
    // The sentence of a type is theirs, word for word, but for name and numbers.
    const bare = (text = '') =>
      text.replaceAll(/[\d.]+%/g, '%').replaceAll(/Integral|Fractional/g, 'T');
    const [typed] = table;
    expect(
      bare(
        ours.find(({ constraint_check_type }) => constraint_check_type === 'data_type_check')
          ?.description,
      ),
    ).toBe(bare(typed?.description));
  });

  test('bias violations have the same keys, version and sentence', () => {
    const [sample] = read('amazon-sagemaker-examples/violations_json_samples.json') as {
      doc: { version: string; violations: { description: string }[] };
    }[];
    const ours = violationsOf(result([BIAS], { measurements: [biased] }))['model-bias'];
    expect(ours?.version).toBe(sample?.doc.version);
    const [one] = ours?.violations ?? [];
    expect(keysOf(one ?? {})).toEqual(keysOf(sample?.doc.violations[0] ?? {}));
    const bare = (text = '') => text.replaceAll(/-?[\d.]+/g, 'n');
    expect(bare(one?.description)).toBe(bare(sample?.doc.violations[0]?.description));
    expect(one).toMatchObject({ facet: 'Sex', facet_value: '0', metric_name: 'DAR' });
  });
});
