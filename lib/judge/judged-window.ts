import type { Family } from '../metrics/family.ts';
import type { Metric } from '../metrics/metric.ts';
import { INSUFFICIENT_WINDOWS } from '../monitor/pipeline-metrics.ts';
import type { Finding, Measurement, WindowEvidence, WindowResult } from '../results.ts';
import { type Explanations, explain } from './explanations.ts';

/** What the history keeps of a judged window. Fields that the first release did not write may be missing. */
export interface JudgedWindow {
  /** ISO start. */
  readonly start: string;
  /** Of severity `alert`. */
  readonly findings: readonly Finding[];
  /** Causes that had enough data to be judged: without one of these, nothing is known of it. */
  readonly judged: readonly string[];
  /** Of these the metrics that had not: they say neither that something is wrong nor that it is well again. */
  readonly unknown?: Readonly<Record<string, readonly string[]>>;
  /** Of severity `warning`: while a cause has one, its incident does not close. */
  readonly warnings?: readonly Finding[];
  /** Causes none of whose checks of the whole had enough data, though limits are set for them. */
  readonly unjudged?: readonly Unjudged[];
  /** What may explain its findings. */
  readonly explanations?: Explanations;
  /** What it adds to the evidence over windows, and the baseline that it is of. */
  readonly evidence?: WindowEvidence & { readonly baseline: string };
}

export interface Unjudged {
  readonly cause: string;
  readonly lacks: 'rows' | 'labels';
  /** As its measurement says it. */
  readonly reason: string;
}

/** How many findings of either severity the history keeps of a window; the result file holds all. */
const FINDINGS_KEPT = 300;

const LACKING = /^(?!.*\bbaseline\b).*\b(rows?|labels?|labelled)\b/;

/** The cause that windows in a row which could not be judged are put down to. */
export const INSUFFICIENT_DATA = 'insufficient data';

/** What a finding or a measurement is put down to: its column, or its family where it has none. */
export function causeOf(
  place: { readonly column: string | null; readonly metric?: string },
  kind: Family,
): string {
  if (place.metric === INSUFFICIENT_WINDOWS) return INSUFFICIENT_DATA;
  return place.column === null ? kind : `column ${place.column}`;
}

/** What incidents are folded from of one window. Pure: the same result gives the same. */
export function judgedWindow(
  result: Omit<WindowResult, 'revision' | 'as_of'>,
  metrics: readonly Metric[],
): JudgedWindow {
  const families = new Map(metrics.map(({ name, family }) => [name, family]));
  const familyOf = (metric: string) => families.get(metric) ?? 'custom';
  const kept = (severity: Finding['severity']) =>
    oneOfEachCauseFirst(result.findings.filter((one) => one.severity === severity)).slice(
      0,
      FINDINGS_KEPT,
    );
  const explanations = explain(result);
  const judged = judgedCauses(result.measurements, familyOf);
  return {
    start: result.window.start,
    findings: kept('alert'),
    judged,
    unknown: unknownMetrics(result.measurements, new Set(judged), familyOf),
    warnings: kept('warning'),
    unjudged: unjudgedCauses(result.measurements, metrics, new Set(judged), familyOf),
    ...(explanations && { explanations }),
    ...(result.evidence && { evidence: { ...result.evidence, baseline: result.baseline } }),
  };
}

/** The causes that a window has enough data to say anything about. */
function judgedCauses(
  measurements: readonly Measurement[],
  familyOf: (metric: string) => Family,
): string[] {
  const judged = measurements
    .filter(({ status, threshold }) => status !== 'insufficient' && threshold !== null)
    .map((measurement) => causeOf(measurement, familyOf(measurement.metric)));
  return [...new Set(judged)].sort();
}

/** Of each cause that is judged the metrics that are measured and nowhere judged. */
function unknownMetrics(
  measurements: readonly Measurement[],
  judged: ReadonlySet<string>,
  familyOf: (metric: string) => Family,
): Record<string, string[]> {
  const known = new Map<string, Set<string>>();
  const lacking = new Map<string, Set<string>>();
  for (const measurement of measurements) {
    const { metric, status, threshold, value } = measurement;
    const cause = causeOf(measurement, familyOf(metric));
    if (!judged.has(cause) || (threshold === null && value !== null)) continue;
    const of = status === 'insufficient' ? lacking : known;
    of.set(cause, (of.get(cause) ?? new Set()).add(metric));
  }
  return Object.fromEntries(
    [...lacking].sort().flatMap(([cause, metrics]) => {
      const unknown = [...metrics].filter((metric) => !known.get(cause)?.has(metric)).sort();
      return unknown.length > 0 ? [[cause, unknown]] : [];
    }),
  );
}

function unjudgedCauses(
  measurements: readonly Measurement[],
  metrics: readonly Metric[],
  judged: ReadonlySet<string>,
  familyOf: (metric: string) => Family,
): Unjudged[] {
  const onLabels = new Set(
    metrics.flatMap((metric) =>
      metric.per === 'slice' && metric.restsOn === 'labels' ? metric.name : [],
    ),
  );
  const whole = measurements.filter(
    ({ segment, variant, threshold }) => segment === null && variant === null && threshold !== null,
  );
  const lacking = new Map<string, Unjudged>();
  for (const measurement of whole) {
    const cause = causeOf(measurement, familyOf(measurement.metric));
    const { metric, reason = '' } = measurement;
    // What chance may have done is too little of nothing, and what the baseline lacks never comes.
    if (judged.has(cause) || lacking.has(cause) || !LACKING.test(reason)) continue;
    lacking.set(cause, { cause, lacks: onLabels.has(metric) ? 'labels' : 'rows', reason });
  }
  return [...lacking.values()].sort((a, b) => (a.cause < b.cause ? -1 : 1));
}

/** The findings, the first of each cause before all others: none is lost to another's many. */
function oneOfEachCauseFirst(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  const [first, others]: [Finding[], Finding[]] = [[], []];
  for (const finding of findings) {
    const cause = causeOf(finding, finding.kind);
    (seen.has(cause) ? others : first).push(finding);
    seen.add(cause);
  }
  return [...first, ...others];
}
