import { z } from 'zod';
import { parseJsonFile } from './json-file.ts';

const enabled = z.enum(['Enabled', 'Disabled']);
const distribution = z.object({
  perform_comparison: enabled.optional(),
  /** How older files say the same. */
  enable_comparisons: z.boolean().optional(),
  comparison_threshold: z.number().optional(),
  comparison_method: z.enum(['Simple', 'Robust']).optional(),
  categorical_comparison_threshold: z.number().optional(),
  categorical_drift_method: z.enum(['LInfinity', 'ChiSquared']).optional(),
});
const config = z.object({
  evaluate_constraints: enabled.optional(),
  emit_metrics: enabled.optional(),
  datatype_check_threshold: z.number().optional(),
  domain_content_threshold: z.number().optional(),
  distribution_constraints: distribution.optional(),
});
const kinds = z.object({
  is_non_negative: z.boolean().optional(),
  domains: z.array(z.string()).optional(),
  monitoring_config_overrides: config.optional(),
});
const feature = z.object({
  name: z.string().min(1),
  inferred_type: z.enum(['Integral', 'Fractional', 'String', 'Unknown']),
  completeness: z.number().min(0).max(1).optional(),
  num_constraints: kinds.optional(),
  string_constraints: kinds.optional(),
  monitoring_config_overrides: config.optional(),
  monitoringConfigOverrides: config.optional(),
});
const constraints = z.object({
  features: z.array(feature).min(1),
  monitoring_config: config.optional(),
});

/** Model Monitor's constraints of data quality; keys that nothing here needs are left out. */
export type Constraints = z.output<typeof constraints>;
export type FeatureConstraints = Constraints['features'][number];
export type MonitoringConfig = z.output<typeof config>;

/** @throws ConfigError with the path of what is wrong */
export function parseConstraints(text: string, file: string): Constraints {
  return parseJsonFile(text, file, constraints, "Model Monitor's constraints of data quality");
}

/** What holds for a feature: its own settings, wherever they stand, before those of all. */
export function configOf(feature: FeatureConstraints, all: MonitoringConfig): MonitoringConfig {
  const own = [
    feature.monitoringConfigOverrides,
    feature.monitoring_config_overrides,
    feature.num_constraints?.monitoring_config_overrides,
    feature.string_constraints?.monitoring_config_overrides,
  ].filter((one) => one !== undefined);
  const distributions = own.map((one) => one.distribution_constraints);
  return {
    ...all,
    ...Object.assign({}, ...own),
    distribution_constraints: Object.assign({}, all.distribution_constraints, ...distributions),
  };
}
