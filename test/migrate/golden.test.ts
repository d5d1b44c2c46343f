import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BIAS_METRICS } from '../../lib/act/sagemaker/metric-names.ts';
import { keepBias } from '../../lib/migrate/bias.ts';
import { parseConstraints } from '../../lib/migrate/constraints-file.ts';
import { keepDataQuality } from '../../lib/migrate/data-quality.ts';
import { parseStatistics } from '../../lib/migrate/statistics-file.ts';
import { GOLDEN, goldenIsMissing } from '../golden/golden-data.ts';

const read = (file: string) => readFileSync(join(GOLDEN, 'formats', file), 'utf8');
const SDK = 'sagemaker-python-sdk';
const EXAMPLES = 'amazon-sagemaker-examples';

interface Sample {
  readonly _source: string;
  readonly doc: { readonly version: string; readonly violations: readonly BiasViolation[] };
}
interface BiasViolation {
  readonly description: string;
  readonly facet: string;
  readonly facet_value: string;
  readonly metric_name: string;
}

describe.skipIf(goldenIsMissing && !process.env.CI)('files as Model Monitor wrote them', () => {
  test("the SDK's statistics and constraints become limits, item by item", () => {
    const statistics = parseStatistics(read(`${SDK}/statistics.json`), 'statistics.json');
    const constraints = parseConstraints(read(`${SDK}/constraints.json`), 'constraints.json');
    const { thresholds, outcome } = keepDataQuality(constraints, statistics);
    const columns = ['message', 'second_message'];
    expect(thresholds).toEqual({
      missing_share: [{ max: 0, columns }],
      new_category_share: [{ max: 0, columns }],
      l_infinity: [{ max: 1, columns }],
      psi: [{ off: true }],
    });
    expect(outcome.lost).toEqual([]);
  });

  test("Clarify's own violations lie outside of the limits that are kept of the baseline it held them against", () => {
    const analyses = JSON.parse(read(`${EXAMPLES}/clarify_analysis_json_samples.json`)) as {
      _source: string;
      doc: unknown;
    }[];
    const violations = JSON.parse(read(`${EXAMPLES}/violations_json_samples.json`)) as Sample[];
    let held = 0;
    for (const { _source, doc } of violations) {
      const notebook = _source.split('#')[0];
      const baseline = analyses.find(
        (one) =>
          one._source.split('#')[0] === notebook &&
          'post_training_bias_metrics' in (one.doc as object),
      );
      if (!baseline) continue;
      const { facets, thresholds } = keepBias(JSON.stringify(baseline.doc), 'analysis.json');
      expect(facets).toEqual(['Sex']);
      for (const violation of doc.violations) {
        const [found, required] = [
          ...violation.description.matchAll(/(-?[\d.]+|Infinity)(?= doesn|$)/g),
        ].map(([number]) => Number(number));
        const [limits] = thresholds[BIAS_METRICS[violation.metric_name] ?? ''] ?? [];
        if (limits?.max !== Math.abs(required ?? 0)) continue;
        expect(limits?.segments).toEqual([`${violation.facet}=${violation.facet_value}`]);
        expect((found ?? 0) > (limits?.max ?? 0) || (found ?? 0) < (limits?.min ?? 0)).toBe(true);
        held += 1;
      }
    }
    expect(held).toBeGreaterThan(10);
  });
});
