import { beforeAll, describe, expect, test } from 'vitest';
import { metricNamed } from '../../lib/metrics/registry.ts';
import type { NumericColumn, OutcomeFrame } from '../../lib/profile/column.ts';
import type { OutcomeSummary } from '../../lib/profile/outcome-statistics.ts';
import { kolmogorovSurvival } from '../../lib/stats/kolmogorov.ts';
import {
  type Chunk,
  goldenIsMissing,
  type References,
  readColumns,
  readNannyMl,
  readReferences,
} from './golden-data.ts';
import {
  measureColumn,
  measureSlice,
  outcomeFrame,
  outcomeProfile,
  sliceInput,
} from './measure.ts';
import * as summaries from './summaries.ts';

/** Our name, theirs, and how far apart they may be: relative, absolute. */
type Pair = readonly [string, string, number, number];

const NUMERIC: readonly Pair[] = [
  ['psi', 'psi_laplace', 1e-9, 1e-12],
  ['jensen_shannon', 'js_quantile10', 1e-9, 1e-9],
  ['kolmogorov_smirnov', 'ks', 0, 0.004],
  ['wasserstein', 'wasserstein', 0.01, 1e-9],
  ['wasserstein_normalised', 'wasserstein_norm', 0.01, 1e-9],
  ['mean', 'mean', 1e-12, 0],
  ['std', 'std_pop', 1e-9, 0],
  ['min', 'min', 0, 0],
  ['max', 'max', 0, 0],
];
const CATEGORICAL: readonly Pair[] = [
  ['jensen_shannon', 'js_cat', 1e-9, 1e-9],
  ['chi_square', 'chi2_nocorr', 1e-9, 1e-9],
  ['chi_square_p', 'chi2_nocorr_p', 1e-9, 1e-300],
  ['cramers_v', 'cramers_v', 1e-9, 1e-12],
  ['l_infinity', 'l_infinity', 1e-9, 1e-12],
];
const same = (...names: string[]): Pair[] => names.map((name) => [name, name, 1e-9, 1e-12]);

const binary = (chunk: Table) =>
  chunk.rows.map((row) => ({
    actual: Number(row('repaid')) === 1,
    predicted: row('y_pred') === '1',
    score: Number(row('y_pred_proba')),
  }));

/** How far a metric itself says it may be off: relative, absolute. */
function boundOf(name: string): [number, number] {
  const { error } = metricNamed(name);
  return [error?.relative ?? 0, error?.absolute ?? 0];
}

interface Table {
  readonly rows: readonly ((column: string) => string)[];
}

interface DataSet {
  readonly name: string;
  readonly size: number;
  readonly frame: (baseline: Table) => OutcomeFrame;
  readonly outcome: (frame: OutcomeFrame, chunk: Table) => OutcomeSummary;
  readonly performance: readonly Pair[];
  readonly of: (chunk: Chunk['performance']) => Readonly<Record<string, number>>;
}

const CLASSES = ['highstreet_card', 'prepaid_card', 'upmarket_card'];

const DATA_SETS: readonly DataSet[] = [
  {
    name: 'synthetic_car_loan',
    size: 5000,
    frame: (baseline) => {
      const scores = binary(baseline).map(({ score }) => score);
      const { edges } = summaries.freezeNumbers('score', scores);
      return outcomeFrame({ scoreEdges: summaries.scoreEdges(edges, 1000) });
    },
    outcome: ({ scoreEdges }, chunk) => ({
      binary: summaries.summariseBinary(scoreEdges, binary(chunk)),
    }),
    performance: [
      ...same(
        'accuracy',
        'precision',
        'recall',
        'specificity',
        'f1',
        'f2',
        'f05',
        'balanced_accuracy',
        'mcc',
        'cohen_kappa',
        'log_loss',
        'brier',
      ),
      ['true_positives', 'tp', 0, 0],
      ['false_positives', 'fp', 0, 0],
      ['true_negatives', 'tn', 0, 0],
      ['false_negatives', 'fn', 0, 0],
      ['roc_auc', 'roc_auc', ...boundOf('roc_auc')],
      ['average_precision', 'average_precision', ...boundOf('average_precision')],
      ['ks_of_scores', 'ks_score', ...boundOf('ks_of_scores')],
      ['expected_calibration_error', 'ece10', ...boundOf('expected_calibration_error')],
    ],
    of: (performance) => performance,
  },
  {
    name: 'synthetic_credit_card',
    size: 6000,
    frame: () =>
      outcomeFrame({
        task: 'multiclass',
        classes: CLASSES,
        scoreEdges: summaries.scoreEdges([], 500),
      }),
    outcome: (frame, chunk) => ({
      multiclass: summaries.summariseMulticlass(
        chunk.rows.map((row) => {
          const of = (name: string) => Number(row(`y_pred_proba_${name}`));
          const probabilities = CLASSES.map(of);
          const all = probabilities.reduce((sum, p) => sum + p, 0);
          return {
            actual: row('y_true'),
            predicted: row('y_pred'),
            actualProbability: of(row('y_true')) / all,
            probabilities,
          };
        }),
        frame,
      ),
    }),
    performance: [
      ...same(
        ...['accuracy', 'log_loss', 'macro_precision', 'macro_recall', 'macro_f1'],
        ...['weighted_precision', 'weighted_recall', 'weighted_f1', 'micro_f1'],
        ...['mcc', 'cohen_kappa', 'balanced_accuracy'],
      ),
      ['roc_auc_ovr', 'roc_auc_ovr_macro', ...boundOf('roc_auc_ovr')],
    ],
    of: ({ macro, weighted, abs_error_quantiles: _, ...rest }) => ({
      ...rest,
      micro_f1: rest.accuracy ?? Number.NaN,
      ...Object.fromEntries(Object.entries(macro).map(([name, value]) => [`macro_${name}`, value])),
      ...Object.fromEntries(
        Object.entries(weighted).map(([name, value]) => [`weighted_${name}`, value]),
      ),
    }),
  },
  {
    name: 'synthetic_car_price',
    size: 6000,
    frame: (baseline) => {
      const actual = baseline.rows.map((row) => Number(row('y_true')));
      const actualCenter = actual.reduce((sum, y) => sum + y, 0) / actual.length;
      const spread = Math.sqrt(
        actual.reduce((sum, y) => sum + (y - actualCenter) ** 2, 0) / actual.length,
      );
      const errorEdges = summaries.errorEdges(spread);
      return outcomeFrame({ task: 'regression', actualCenter, errorEdges });
    },
    outcome: (frame, chunk) => ({
      regression: summaries.summariseRegression(
        frame.actualCenter,
        chunk.rows.map((row) => ({
          actual: Number(row('y_true')),
          predicted: Number(row('y_pred')),
        })),
        frame,
      ),
    }),
    performance: [
      ...same('mae', 'mse', 'rmse', 'r2', 'mape', 'smape', 'rmsle', 'max_error'),
      ['mean_error', 'me', 1e-9, 1e-9],
      ['pinball_loss_p10', 'pinball_0.1', 1e-9, 0],
      ['pinball_loss_p50', 'pinball_0.5', 1e-9, 0],
      ['pinball_loss_p90', 'pinball_0.9', 1e-9, 0],
      ['median_absolute_error', 'medae', ...boundOf('median_absolute_error')],
      ['p90_absolute_error', 'p90', ...boundOf('p90_absolute_error')],
    ],
    of: ({ abs_error_quantiles: quantiles, macro: _, weighted: __, ...rest }) => ({
      ...rest,
      p90: quantiles.p90 ?? Number.NaN,
    }),
  },
];

test.runIf(process.env.CI)('CI has ../shared/golden', () => {
  expect(goldenIsMissing, 'the reference values of ../shared/golden are missing').toBe(false);
});

describe.skipIf(goldenIsMissing).each(DATA_SETS)(
  '$name agrees with SciPy and scikit-learn, chunk by chunk',
  (data) => {
    let references: References;
    let columns: Record<Chunk['period'], Map<string, string[]>>;

    beforeAll(() => {
      references = readReferences(`${data.name}_size${data.size}.json`);
      columns = {
        reference: readColumns(`${data.name}_reference.csv.gz`),
        analysis: readColumns(`${data.name}_analysis.csv.gz`),
      };
    });

    const numbers = (period: Chunk['period'], column: string, from = 0, to?: number) =>
      (columns[period].get(column) ?? [])
        .slice(from, to)
        .filter((text) => text !== '')
        .map(Number);

    const table = (period: Chunk['period'], from = 0, to?: number): Table => {
      const rows = (columns[period].get('timestamp') ?? []).slice(from, to);
      return {
        rows: rows.map((_, i) => (column) => columns[period].get(column)?.[from + i] ?? ''),
      };
    };

    test('drift and quality of numbers', () => {
      const off = new Deviations();
      for (const [name, { quantile_bin_inner_edges }] of Object.entries(
        references.reference.numeric,
      )) {
        const baseline = numbers('reference', name);
        const column: NumericColumn = summaries.freezeNumbers(name, baseline);
        expect(column.decileEdges, name).toEqual(quantile_bin_inner_edges);
        const before = summaries.summariseNumbers(column, baseline);
        for (const { period, start, end, numeric } of references.chunks) {
          const now = summaries.summariseNumbers(column, numbers(period, name, start, end + 1));
          off.compare(
            NUMERIC,
            numeric[name] ?? {},
            (metric) => measureColumn(metric, column, before, now).value,
          );
        }
      }
      off.expectNone(500);
    });

    test('p-values of kolmogorov_smirnov', () => {
      let compared = 0;
      for (const name of Object.keys(references.reference.numeric)) {
        const baseline = numbers('reference', name);
        const column = summaries.freezeNumbers(name, baseline);
        const before = summaries.summariseNumbers(column, baseline);
        for (const { period, start, end, numeric } of references.chunks) {
          const { n = 0, ks = 0, ks_p_asymp: exact = 0 } = numeric[name] ?? {};
          const effective = Math.round((n * baseline.length) / (n + baseline.length));
          // SciPy ends at 1e-16 where it subtracts from 1.
          expect(Math.abs(kolmogorovSurvival(ks, effective) - exact)).toBeLessThan(
            1e-6 * exact + 1e-15,
          );
          const now = summaries.summariseNumbers(column, numbers(period, name, start, end + 1));
          const { value } = measureColumn('kolmogorov_smirnov_p', column, before, now);
          // D is known to less than a bin's share; where p is steep that is up to a tenth.
          expect(Math.abs((value ?? Number.NaN) - exact), `${name} from row ${start}`).toBeLessThan(
            0.1,
          );
          compared += 1;
        }
      }
      expect(compared).toBeGreaterThanOrEqual(100);
    });

    test('drift of categories', () => {
      const off = new Deviations();
      for (const [name, { counts }] of Object.entries(references.reference.categorical)) {
        const column = summaries.freezeCategories(name, counts);
        const before = summaries.summariseCategories(column, counts);
        for (const { categorical } of references.chunks) {
          const now = summaries.summariseCategories(column, categorical[name]?.counts ?? {});
          off.compare(
            CATEGORICAL,
            categorical[name] ?? {},
            (metric) => measureColumn(metric, column, before, now).value,
          );
        }
      }
      off.expectNone(200);
    });

    test('performance', () => {
      const off = new Deviations();
      const frame = data.frame(table('reference'));
      for (const { period, start, end, performance } of references.chunks) {
        const current = outcomeProfile(data.outcome(frame, table(period, start, end + 1)));
        off.compare(data.performance, data.of(performance), (metric) => {
          return (
            measureSlice(metric, sliceInput({ task: frame.task, outcome: frame, current }))
              ?.value ?? null
          );
        });
      }
      off.expectNone(20 * data.performance.length);
    });

    test('performance, as NannyML has it', () => {
      const [file, names] = NANNYML[data.name] ?? ['', {}];
      const { rows } = readNannyMl(`${file}.json`);
      const frame = data.frame(table('reference'));
      const off = new Deviations();
      for (const row of rows) {
        const { period, start_index: start, end_index: end } = row.chunk;
        const chunk = table(period, start, end + 1);
        const current = outcomeProfile(data.outcome(frame, chunk));
        const pairs = Object.entries(names).map(([ours, theirs]): Pair => {
          const [relative, absolute] = boundOf(ours);
          return [ours, theirs, Math.max(relative, 1e-9), absolute];
        });
        const expected = Object.fromEntries(
          Object.values(names).map((name) => [name, row[name]?.value ?? Number.NaN]),
        );
        off.compare(pairs, expected, (metric) => {
          const input = sliceInput({ task: frame.task, outcome: frame, current });
          return measureSlice(metric, input)?.value ?? null;
        });
      }
      off.expectNone(20 * Object.keys(names).length);
    });
  },
);

/** Our name and NannyML's, whose bounds are the same: its chunks are those of the references. */
const NANNYML: Readonly<Record<string, readonly [string, Readonly<Record<string, string>>]>> = {
  synthetic_car_loan: [
    'car_loan_realized_size5000',
    {
      roc_auc: 'roc_auc',
      f1: 'f1',
      precision: 'precision',
      recall: 'recall',
      specificity: 'specificity',
      accuracy: 'accuracy',
      average_precision: 'average_precision',
    },
  ],
  synthetic_credit_card: [
    'credit_card_realized_size6000',
    {
      roc_auc_ovr: 'roc_auc',
      macro_f1: 'f1',
      macro_precision: 'precision',
      macro_recall: 'recall',
      accuracy: 'accuracy',
    },
  ],
  synthetic_car_price: [
    'car_price_realized_size6000',
    { mae: 'mae', mape: 'mape', mse: 'mse', rmse: 'rmse', rmsle: 'rmsle' },
  ],
};

/** Collects how far our values are from theirs. `GOLDEN_REPORT=1` prints the largest per metric. */
class Deviations {
  private readonly outside: string[] = [];
  private readonly largest = new Map<string, { relative: number; absolute: number }>();
  private compared = 0;

  compare(
    pairs: readonly Pair[],
    expected: Readonly<Record<string, number>>,
    measure: (metric: string) => number | null,
  ): void {
    for (const [metric, key, relative, absolute] of pairs) {
      const exact = expected[key];
      if (exact === undefined) continue;
      this.compared += 1;
      const value = measure(metric) ?? Number.NaN;
      const distance = Math.abs(value - exact);
      if (!(distance <= Math.max(absolute, relative * Math.abs(exact))))
        this.outside.push(`${metric}: ${value} for ${exact}`);
      const worst = this.largest.get(metric) ?? { relative: 0, absolute: 0 };
      this.largest.set(metric, {
        relative: Math.max(worst.relative, exact === 0 ? 0 : distance / Math.abs(exact)),
        absolute: Math.max(worst.absolute, distance),
      });
    }
  }

  expectNone(atLeast: number): void {
    if (process.env.GOLDEN_REPORT) console.table(Object.fromEntries(this.largest));
    expect(this.compared).toBeGreaterThanOrEqual(atLeast);
    expect(this.outside).toEqual([]);
  }
}
