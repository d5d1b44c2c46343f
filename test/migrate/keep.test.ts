import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../lib/errors.ts';
import { keepBias } from '../../lib/migrate/bias.ts';
import { parseConstraints } from '../../lib/migrate/constraints-file.ts';
import { keepDataQuality } from '../../lib/migrate/data-quality.ts';
import { keepModelQuality } from '../../lib/migrate/model-quality.ts';
import { type Migrated, writeMonitorFile } from '../../lib/migrate/monitor-file.ts';
import { parseStatistics } from '../../lib/migrate/statistics-file.ts';
import { targetOf, taskOf } from '../../lib/migrate/target.ts';
import { parseMonitor } from '../../lib/monitor/load.ts';

const numeric = (name: string, min = 0, max = 9) => ({
  name,
  inferred_type: 'Fractional',
  numerical_statistics: {
    common: { num_present: 10, num_missing: 0 },
    mean: 1,
    std_dev: 1,
    min,
    max,
  },
});
const text = (name: string, values: string[]) => ({
  name,
  inferred_type: 'String',
  string_statistics: {
    common: { num_present: 10, num_missing: 0 },
    distribution: { categorical: { buckets: values.map((value) => ({ value, count: 1 })) } },
  },
});
const statistics = parseStatistics(
  JSON.stringify({
    version: 0,
    dataset: { item_count: 10 },
    features: [numeric('bad', 0, 1), numeric('age'), numeric('income'), text('city', ['Bonn'])],
  }),
  'statistics.json',
);
const constraints = (features: object[], config: object = {}) =>
  parseConstraints(
    JSON.stringify({
      version: 0,
      features,
      monitoring_config: {
        evaluate_constraints: 'Enabled',
        emit_metrics: 'Enabled',
        datatype_check_threshold: 0.99,
        domain_content_threshold: 0.95,
        distribution_constraints: {
          perform_comparison: 'Enabled',
          comparison_threshold: 0.2,
          comparison_method: 'Robust',
          categorical_comparison_threshold: 0.3,
          categorical_drift_method: 'LInfinity',
        },
        ...config,
      },
    }),
    'constraints.json',
  );
const FEATURES = [
  {
    name: 'age',
    inferred_type: 'Integral',
    completeness: 1,
    num_constraints: { is_non_negative: true },
  },
  {
    name: 'income',
    inferred_type: 'Fractional',
    completeness: 0.98,
    num_constraints: { is_non_negative: false },
  },
  {
    name: 'city',
    inferred_type: 'String',
    completeness: 1,
    string_constraints: { domains: ['Bonn', 'Ulm'] },
  },
];

describe('what was agreed on a data set', () => {
  test('becomes limits of the metrics that measure the same', () => {
    const { thresholds, outcome } = keepDataQuality(constraints(FEATURES), statistics);
    expect(thresholds).toEqual({
      missing_share: [
        { max: 0, columns: ['age', 'city'] },
        { max: 0.02, columns: ['income'] },
      ],
      invalid_share: [{ max: 0.01, columns: ['age', 'income'] }],
      negative_share: [{ max: 0, columns: ['age'] }],
      new_category_share: [{ max: 0.05, columns: ['city'] }],
      kolmogorov_smirnov: [{ max: 0.2, columns: ['age', 'income'] }],
      l_infinity: [{ max: 0.3, columns: ['city'] }],
      psi: [{ off: true }],
    });
    const told = [...outcome.otherwise, ...outcome.lost].join('\n');
    expect(told).toContain('Robust');
    expect(told).toContain('Integral: a fraction in age');
    expect(told).toContain('city: its domain allows Ulm');
  });

  test("a feature's own settings come before those of all", () => {
    const own = [
      {
        ...FEATURES[0],
        num_constraints: {
          monitoring_config_overrides: {
            distribution_constraints: { comparison_threshold: 0.5 },
          },
        },
      },
      { ...FEATURES[1], monitoringConfigOverrides: { evaluate_constraints: 'Disabled' } },
    ];
    const { thresholds, outcome } = keepDataQuality(constraints(own), statistics);
    expect(thresholds.kolmogorov_smirnov).toEqual([{ max: 0.5, columns: ['age'] }]);
    expect(thresholds.missing_share).toContainEqual({ off: true, columns: ['income'] });
    expect(outcome.kept.join('\n')).toContain('Disabled of income');
  });

  test('without a comparison no drift is judged, and that is said', () => {
    const off = constraints(FEATURES, {
      distribution_constraints: { perform_comparison: 'Disabled' },
    });
    const { thresholds, outcome } = keepDataQuality(off, statistics);
    expect(thresholds).not.toHaveProperty('kolmogorov_smirnov');
    expect(outcome.lost.join('\n')).toContain(
      'perform_comparison: Disabled, or no comparison at all, of 3 features',
    );
  });

  test('limits of model quality turn with their metric', () => {
    const limit = (threshold: number, comparison_operator: string) => ({
      threshold,
      comparison_operator,
    });
    const { task, thresholds, outcome } = keepModelQuality(
      JSON.stringify({
        version: 0,
        binary_classification_constraints: {
          recall: limit(0.7, 'LessThanThreshold'),
          auc: limit(0.8, 'LessThanThreshold'),
          false_positive_rate: limit(0.1, 'GreaterThanThreshold'),
          f2_best_constant_classifier: limit(0.1, 'LessThanThreshold'),
          gini: limit(0.1, 'LessThanThreshold'),
        },
      }),
      'mq.json',
    );
    expect(task).toBe('binary');
    expect(thresholds).toEqual({
      recall: [{ min: 0.7 }],
      roc_auc: [{ min: 0.8 }],
      specificity: [{ min: 0.9 }],
    });
    expect(outcome.lost.join('\n')).toContain('gini');
  });

  test('limits of bias are as far from the ideal as the baseline, on either side', () => {
    const metrics = [
      { name: 'DPPL', value: -0.2 },
      { name: 'DI', value: 0.8 },
      { name: 'FT', value: 0.1 },
    ];
    const { thresholds, outcome } = keepBias(
      JSON.stringify({
        post_training_bias_metrics: { facets: { sex: [{ value_or_threshold: '0', metrics }] } },
      }),
      'analysis.json',
    );
    const segments = ['sex=0'];
    expect(thresholds.difference_in_positive_proportions_in_predicted_labels).toEqual([
      { min: -0.2, max: 0.2, segments },
    ]);
    expect(thresholds.disparate_impact?.[0]?.min).toBeCloseTo(0.8);
    expect(thresholds.disparate_impact?.[0]?.max).toBeCloseTo(1.2);
    expect(outcome.lost).toEqual(['bias: there is no metric FT']);
  });
});

describe('the target', () => {
  test('is the first feature unless it is named, and tells the task', () => {
    expect(targetOf(statistics, undefined, 's.json')).toBe('bad');
    expect(targetOf(statistics, 'none', 's.json')).toBeNull();
    expect(() => targetOf(statistics, 'x', 's.json')).toThrow(
      's.json has no feature x; it has bad, age',
    );
    expect(taskOf(statistics, 'bad', undefined, undefined).task).toBe('binary');
    expect(taskOf(statistics, 'income', undefined, undefined).task).toBe('regression');
    expect(taskOf(statistics, 'city', undefined, undefined).task).toBe('multiclass');
    expect(() => taskOf(statistics, 'bad', 'regression', 'binary')).toThrow(ConfigError);
  });
});

describe('the monitor file', () => {
  const migrated: Migrated = {
    monitor: 'loans',
    task: 'binary',
    constraints: constraints([{ ...FEATURES[0], name: 'bad' }, ...FEATURES]),
    target: 'bad',
    ...keepDataQuality(constraints(FEATURES), statistics),
    facets: [],
    captures: { bucket: 'my-captures', prefix: 'loans/' },
    groundTruth: { bucket: 'my-truth', prefix: '' },
    endpoint: 'loans',
    schedule: 'hourly',
  };

  test('is valid, reads captures, and says as comments what is lost', () => {
    const file = writeMonitorFile(migrated);
    const monitor = parseMonitor(file, 'loans.yaml');
    expect(monitor.predictions).toMatchObject({
      format: 'sagemaker-capture',
      bucket: 'my-captures',
      capture: { input: ['age', 'income', 'city'], output: ['score'] },
    });
    expect(monitor.labels).toMatchObject({ format: 'sagemaker-ground-truth', bucket: 'my-truth' });
    expect(monitor.columns).toMatchObject({
      label: 'bad',
      score: 'score',
      features: { age: 'numeric', income: 'numeric', city: 'categorical' },
    });
    expect(monitor.sagemaker).toMatchObject({
      endpoint: 'loans',
      schedule: 'hourly',
      metrics: true,
    });
    expect(file).toMatch(/^# .*city: its domain allows Ulm/m);
  });

  test('a name from a file stays a value, or a comment', () => {
    const odd = 'x: y\n# z: {%s}\n- "';
    const hostile = { ...migrated, outcome: { kept: [], otherwise: [], lost: [odd] } };
    const features = [{ ...FEATURES[0], name: odd }] as Migrated['constraints']['features'];
    const file = writeMonitorFile({
      ...hostile,
      target: null,
      constraints: { ...migrated.constraints, features },
      thresholds: {},
    });
    expect(parseMonitor(file, 'loans.yaml').columns.features).toEqual({ [odd]: 'numeric' });
  });
});

test.each<[string, (text: string) => unknown, string]>([
  ['nonsense', (text) => parseStatistics(text, 's.json'), 's.json: not JSON'],
  ['{"features": []}', (text) => parseStatistics(text, 's.json'), 's.json: dataset'],
  [
    '{"features": [{"name": "a", "inferred_type": "Text"}]}',
    (text) => parseConstraints(text, 'c.json'),
    'c.json: features.0.inferred_type',
  ],
  [
    '{"features": [{"name": "a", "inferred_type": "String", "completeness": 2}]}',
    (text) => parseConstraints(text, 'c.json'),
    'c.json: features.0.completeness',
  ],
  ['{"version": 0}', (text) => keepModelQuality(text, 'm.json'), 'm.json: the file: holds none of'],
  ['{"version": 0}', (text) => keepBias(text, 'b.json'), 'b.json: the file: holds neither'],
])('%s is refused with the path of what is wrong', (text, parse, message) => {
  expect(() => parse(text)).toThrow(ConfigError);
  expect(() => parse(text)).toThrow(message);
});
