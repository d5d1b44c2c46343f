import { format } from '../judge/describe-finding.ts';
import { beyondLimit } from '../judge/worst-findings.ts';
import type { Family } from '../metrics/family.ts';
import { METRICS } from '../metrics/registry.ts';
import type { Finding } from '../results.ts';

/** One thing that is so, by the metric that shows it best; the others that show it too. */
export interface Fact {
  readonly lead: Finding;
  readonly also: readonly Finding[];
}

/** Families whose metrics are several views of one thing; two metrics of another are two things. */
const VIEWS: ReadonlySet<Family> = new Set([
  'drift',
  'concept_drift',
  'performance',
  'estimated_performance',
]);

const UNITS = new Map(METRICS.map(({ name, unit }) => [name, unit]));

/** The findings of one window as facts, in the order of their first findings: drift of a column is one, however many distances show it. */
export function factsOf(findings: readonly Finding[]): Fact[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { kind, column, segment, variant, metric } = finding;
    const key = JSON.stringify([kind, column, segment, variant, VIEWS.has(kind) ? null : metric]);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].map((group) => {
    const [lead, ...also] = group.sort(byStrength) as [Finding, ...Finding[]];
    return { lead, also };
  });
}

/** `income: psi is 0.604, above 0.2; also jensen_shannon 0.31, wasserstein 12.4` */
export function factText({ lead, also }: Fact): string {
  const others = also.map((one) => `${one.metric} ${valueText(one)}`);
  return others.length > 0 ? `${lead.message}; also ${others.join(', ')}` : lead.message;
}

/** A finding's value in its metric's unit; that of a monitor's own metric as a plain number. */
export function valueText({ metric, value }: Pick<Finding, 'metric' | 'value'>): string {
  return format(value, { unit: UNITS.get(metric) ?? 'none' });
}

function byStrength(a: Finding, b: Finding): number {
  return (
    Number(b.severity === 'alert') - Number(a.severity === 'alert') ||
    beyondLimit(b) - beyondLimit(a)
  );
}
