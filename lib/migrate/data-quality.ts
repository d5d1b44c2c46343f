import type { ThresholdSetting } from '../monitor/schema.ts';
import {
  type Constraints,
  configOf,
  type FeatureConstraints,
  type MonitoringConfig,
} from './constraints-file.ts';
import { list, type Outcome } from './outcome.ts';
import type { Statistics } from './statistics-file.ts';

/** Limits of the monitor file, by metric. */
export type Thresholds = Readonly<Record<string, readonly ThresholdSetting[]>>;

/** A feature with what holds for it. */
interface Agreed {
  readonly feature: FeatureConstraints;
  readonly config: MonitoringConfig;
}

const DEFAULTS = { datatype: 1, domain: 1, comparison: 0.1 } as const;

/** The limits that constraints mean for Driftwatch's metrics, and what became of each of them. */
export function keepDataQuality(
  { features, monitoring_config: all = {} }: Constraints,
  statistics: Statistics,
): { readonly thresholds: Thresholds; readonly outcome: Outcome } {
  const agreed = features.map((feature) => ({ feature, config: configOf(feature, all) }));
  const judged = agreed.filter(({ config }) => config.evaluate_constraints !== 'Disabled');
  const silent = agreed.filter(({ config }) => config.evaluate_constraints === 'Disabled');
  const kept: string[] = [];
  const otherwise: string[] = [];
  const lost: string[] = [];
  const thresholds: Record<string, ThresholdSetting[]> = {};
  const limit = (metric: string, settings: readonly ThresholdSetting[]) => {
    if (settings.length > 0) thresholds[metric] = [...(thresholds[metric] ?? []), ...settings];
  };

  const complete = judged.filter(({ feature }) => feature.completeness !== undefined);
  limit(
    'missing_share',
    grouped(complete, ({ feature }) => ({ max: rest(feature.completeness ?? 1) })),
  );
  if (complete.length > 0)
    kept.push(
      `completeness of ${complete.length} features: missing_share, at most 1 - completeness`,
    );

  const numeric = judged.filter(({ feature }) => isNumeric(feature));
  limit(
    'invalid_share',
    grouped(numeric, ({ config }) => ({
      max: rest(config.datatype_check_threshold ?? DEFAULTS.datatype),
    })),
  );
  if (numeric.length > 0)
    kept.push(
      `types of ${numeric.length} numeric features: invalid_share, at most 1 - datatype_check_threshold (${numbers(numeric, ({ config }) => config.datatype_check_threshold ?? DEFAULTS.datatype)}: the share of values that has to be of the type)`,
    );
  const integral = numeric.filter(({ feature }) => feature.inferred_type === 'Integral');
  if (integral.length > 0)
    lost.push(
      `Integral: a fraction in ${list(namesOf(integral))} is a number like any other to Driftwatch, and no violation of its type`,
    );

  const positive = judged.filter(({ feature }) => feature.num_constraints?.is_non_negative);
  limit(
    'negative_share',
    grouped(positive, () => ({ max: 0 })),
  );
  if (positive.length > 0)
    kept.push(`is_non_negative of ${positive.length} features: negative_share, at most 0`);

  const domains = judged.filter(({ feature }) => feature.string_constraints?.domains !== undefined);
  limit(
    'new_category_share',
    grouped(domains, ({ config }) => ({
      max: rest(config.domain_content_threshold ?? DEFAULTS.domain),
    })),
  );
  if (domains.length > 0)
    kept.push(
      `domains of ${list(namesOf(domains))}: new_category_share, at most 1 - domain_content_threshold; the categories are those of the baseline data set`,
    );
  for (const { feature } of domains) lost.push(...editedDomain(feature, statistics));

  const drift = keepComparisons(judged);
  for (const [metric, settings] of Object.entries(drift.thresholds)) limit(metric, settings);
  kept.push(...drift.outcome.kept);
  otherwise.push(...drift.outcome.otherwise);
  lost.push(...drift.outcome.lost);

  if (silent.length > 0) {
    const off = grouped(silent, () => ({ off: true as const }));
    for (const metric of ['missing_share', 'invalid_share', 'negative_share', 'new_category_share'])
      limit(metric, off);
    kept.push(
      `evaluate_constraints: Disabled of ${list(namesOf(silent))}: measured and not judged`,
    );
  }
  otherwise.push(
    "Driftwatch's other default limits hold beside these (out_of_range_share, constant ...; docs/metrics.md): switch one off under thresholds, as { off: true }",
  );
  const unknown = features.filter(({ inferred_type }) => inferred_type === 'Unknown');
  if (unknown.length > 0)
    lost.push(
      `${list(unknown.map(({ name }) => name))}: of an unknown type, so not watched; name it under columns.features with one`,
    );
  return { thresholds, outcome: { kept, otherwise, lost } };
}

/** Comparisons of distributions, as the limits of the distance that Model Monitor takes. */
function keepComparisons(judged: readonly Agreed[]): ReturnType<typeof keepDataQuality> {
  const compared = judged.filter(({ config }) => isCompared(config));
  const numeric = compared.filter(({ feature }) => isNumeric(feature));
  const text = compared.filter(({ feature }) => feature.inferred_type === 'String');
  const byShare = text.filter(({ config }) => !isChiSquared(config));
  const byTest = text.filter(({ config }) => isChiSquared(config));
  const robust = numeric.filter(
    ({ config }) => config.distribution_constraints?.comparison_method === 'Robust',
  );
  const thresholds: Record<string, ThresholdSetting[]> = {
    kolmogorov_smirnov: grouped(numeric, ({ config }) => ({ max: comparisonThreshold(config) })),
    l_infinity: grouped(byShare, ({ config }) => ({
      max:
        config.distribution_constraints?.categorical_comparison_threshold ??
        comparisonThreshold(config),
    })),
    // Model Monitor's distance is the one that was agreed on.
    psi: [{ off: true }],
  };
  const of = (some: readonly Agreed[]) =>
    numbers(some, ({ config }) => comparisonThreshold(config));
  return {
    thresholds,
    outcome: {
      kept: [
        ...(numeric.length > 0
          ? [
              `comparison_threshold (${of(numeric)}) of ${numeric.length} numeric features: kolmogorov_smirnov, the largest distance of the distribution functions, which is what Simple measures`,
            ]
          : []),
        ...(byShare.length > 0
          ? [
              `comparison of ${list(namesOf(byShare))}: l_infinity, the largest change of a category's share`,
            ]
          : []),
      ],
      otherwise: [
        ...(robust.length > 0
          ? [
              'comparison_method Robust: it takes 1.8 sqrt((n + m) / nm) off the distance of samples of n and m rows. Driftwatch shows the distance as it is; where chance alone comes near the limit, it alerts once the distance is beyond the limit by four times what chance gives, which is about twice what Robust allows for',
            ]
          : []),
        'psi, by which Driftwatch judges drift unasked, is off, so that drift alerts as it did before; delete that line to have it judged too',
      ],
      lost: [
        ...(compared.length < judged.length
          ? [
              `perform_comparison: Disabled, or no comparison at all, of ${judged.length - compared.length} features: no limit of drift was agreed on, and none is set`,
            ]
          : []),
        ...(byTest.length > 0
          ? [
              `categorical_drift_method ChiSquared of ${list(namesOf(byTest))}: chi_square_p is measured and has no limit, because what the threshold means is not documented; set thresholds.chi_square_p, as { min: 0.01 }`,
            ]
          : []),
      ],
    },
  };
}

function isCompared({ distribution_constraints: of }: MonitoringConfig): boolean {
  if (!of) return false;
  return of.perform_comparison !== 'Disabled' && of.enable_comparisons !== false;
}

function isChiSquared({ distribution_constraints: of }: MonitoringConfig): boolean {
  return of?.categorical_drift_method === 'ChiSquared';
}

function comparisonThreshold({ distribution_constraints: of }: MonitoringConfig): number {
  return of?.comparison_threshold ?? DEFAULTS.comparison;
}

/** Values that only one of domain and statistics has. */
function editedDomain(feature: FeatureConstraints, { features }: Statistics): string[] {
  const domain = new Set(feature.string_constraints?.domains);
  const buckets = features.find(({ name }) => name === feature.name)?.string_statistics
    ?.distribution?.categorical?.buckets;
  if (!buckets) return [];
  const seen = new Set(buckets.map(({ value }) => value));
  const added = [...domain].filter((value) => !seen.has(value));
  return added.length === 0
    ? []
    : [
        `${feature.name}: its domain allows ${list(added)}, which the data set may not have: they count as new until a baseline has them`,
      ];
}

const isNumeric = ({ inferred_type }: FeatureConstraints) =>
  inferred_type === 'Integral' || inferred_type === 'Fractional';

const namesOf = (some: readonly Agreed[]) => some.map(({ feature }) => feature.name);

/** 1 - share, without what binary fractions add. */
const rest = (share: number) => Number((1 - share).toPrecision(12));

/** One setting for all features that have the same. */
function grouped(
  some: readonly Agreed[],
  settingOf: (one: Agreed) => ThresholdSetting,
): ThresholdSetting[] {
  const groups = new Map<string, { setting: ThresholdSetting; columns: string[] }>();
  for (const one of some) {
    const setting = settingOf(one);
    const key = JSON.stringify(setting);
    const group = groups.get(key) ?? { setting, columns: [] };
    group.columns.push(one.feature.name);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ setting, columns }) => ({ ...setting, columns }));
}

function numbers(some: readonly Agreed[], of: (one: Agreed) => number): string {
  return [...new Set(some.map(of))].sort((a, b) => a - b).join(', ');
}
