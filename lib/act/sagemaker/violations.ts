import type { Finding, WindowResult } from '../../results.ts';
import { isWhole } from '../../whole.ts';
import { BIAS_NAMES, DISTANCES, MODEL_NAMES } from './metric-names.ts';

/** Model Monitor writes one file for each kind of monitor. */
export const VIOLATION_KINDS = ['data-quality', 'model-quality', 'model-bias'] as const;
export type ViolationKind = (typeof VIOLATION_KINDS)[number];

export type DataCheck =
  | 'data_type_check'
  | 'completeness_check'
  | 'baseline_drift_check'
  | 'missing_column_check'
  | 'extra_column_check'
  | 'categorical_values_check';

interface DataViolation {
  readonly feature_name: string;
  readonly constraint_check_type: DataCheck;
  readonly description: string;
}

interface ModelViolation {
  readonly constraint_check_type: 'LessThanThreshold' | 'GreaterThanThreshold';
  readonly description: string;
  readonly metric_name: string;
}

interface BiasViolation {
  readonly constraint_check_type: 'bias_drift_check';
  readonly description: string;
  readonly facet: string;
  readonly facet_value: string;
  readonly metric_name: string;
}

/** `constraint_violations.json` as Model Monitor and Clarify write it. */
export interface Violations {
  /** Of bias alone. */
  readonly version?: '1.0';
  readonly violations: readonly (DataViolation | ModelViolation | BiasViolation)[];
}

/** The files of a window, by kind: of model quality where labels came, of bias where facets are measured. */
export function violationsOf(result: WindowResult): Partial<Record<ViolationKind, Violations>> {
  const hasBias = result.measurements.some(({ metric }) => Object.hasOwn(BIAS_NAMES, metric));
  return {
    'data-quality': { violations: dataViolations(result.findings) },
    ...(result.labelled > 0 && {
      'model-quality': { violations: modelViolations(result.findings) },
    }),
    ...(hasBias && {
      'model-bias': { version: '1.0', violations: biasViolations(result.findings) },
    }),
  };
}

/** One violation a feature and check, of all rows; of a schema also where Driftwatch but warns. */
function dataViolations(findings: readonly Finding[]): DataViolation[] {
  const known = findings.filter(isWhole);
  // The distance that Model Monitor takes speaks for a feature where there are several.
  const ordered = [
    ...known.filter(({ metric }) => DISTANCES.includes(metric)),
    ...known.filter(({ metric }) => !DISTANCES.includes(metric)),
  ];
  const violations = new Map<string, DataViolation>();
  for (const finding of ordered) {
    const violation = dataViolation(finding);
    if (!violation) continue;
    const key = JSON.stringify([violation.feature_name, violation.constraint_check_type]);
    if (!violations.has(key)) violations.set(key, violation);
  }
  return [...violations.values()];
}

function dataViolation(finding: Finding): DataViolation | null {
  const { metric, column, kind, value, threshold, severity, message } = finding;
  if (metric === 'missing_columns')
    return of(
      'Missing columns',
      'missing_column_check',
      `There are missing columns in current dataset. ${message}`,
    );
  if (metric === 'extra_columns')
    return of(
      'Extra columns',
      'extra_column_check',
      `There are extra columns in current dataset. ${message}`,
    );
  if (severity !== 'alert' || column === null) return null;
  if (metric === 'invalid_share')
    return of(
      column,
      'data_type_check',
      `Data type match requirement is not met. Expected data type: Fractional, Expected match: ${percent(1 - (threshold.max ?? 0))}. Observed: Only ${percent(1 - value)} of data is Fractional.`,
    );
  if (metric === 'missing_share')
    return of(column, 'completeness_check', `Value: ${1 - value} ${UNMET} ${message}`);
  if (metric === 'new_category_share')
    return of(column, 'categorical_values_check', `Value: ${1 - value} ${UNMET} ${message}`);
  if (kind === 'drift') return of(column, 'baseline_drift_check', drifted(finding));
  return null;
}

const UNMET = 'does not meet the constraint requirement!';

function drifted({ metric, value, threshold, message }: Finding): string {
  return DISTANCES.includes(metric) && threshold.max !== undefined
    ? `Baseline drift distance: ${value} exceeds threshold: ${threshold.max}`
    : `Value: ${value} ${UNMET} ${message}`;
}

function of(
  feature_name: string,
  constraint_check_type: DataCheck,
  description: string,
): DataViolation {
  return { feature_name, constraint_check_type, description };
}

function modelViolations(findings: readonly Finding[]): ModelViolation[] {
  return findings.flatMap(({ metric, column, segment, variant, severity, value, threshold }) => {
    const name = Object.hasOwn(MODEL_NAMES, metric) ? MODEL_NAMES[metric] : undefined;
    const isWhole = column === null && segment === null && variant === null;
    if (name === undefined || !isWhole || severity !== 'alert') return [];
    const isBelow = threshold.min !== undefined && value < threshold.min;
    const check = isBelow ? 'LessThanThreshold' : 'GreaterThanThreshold';
    const limit = isBelow ? threshold.min : threshold.max;
    return [
      {
        constraint_check_type: check,
        description: `Metric ${name} with ${value} was ${check} ${limit}`,
        metric_name: name,
      } as const,
    ];
  });
}

function biasViolations(findings: readonly Finding[]): BiasViolation[] {
  return findings.flatMap(({ metric, segment, variant, severity, value, threshold }) => {
    const name = Object.hasOwn(BIAS_NAMES, metric) ? BIAS_NAMES[metric] : undefined;
    if (name === undefined || segment === null || variant !== null || severity !== 'alert')
      return [];
    const at = segment.indexOf('=');
    const limit =
      threshold.max !== undefined && value > threshold.max ? threshold.max : threshold.min;
    return [
      {
        constraint_check_type: 'bias_drift_check',
        description: `Metric value ${value} doesn't meet the baseline constraint requirement ${limit}`,
        facet: segment.slice(0, at),
        facet_value: segment.slice(at + 1),
        metric_name: name,
      } as const,
    ];
  });
}

/** As `99.5%`, without the digits that binary fractions add. */
function percent(share: number): string {
  const value = Number((100 * share).toPrecision(12));
  return `${Number.isInteger(value) ? value.toFixed(1) : value}%`;
}
