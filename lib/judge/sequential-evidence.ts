import type { CheckEvidence, Finding } from '../results.ts';
import type { Carried, Evident } from './add-evidence.ts';
import { addToSum, averageValue, type CumulativeSum, runLengthOf } from './cumulative-sum.ts';
import { describeLimit, format } from './describe-finding.ts';
import { causeOf, type JudgedWindow } from './judged-window.ts';
import { isOutside } from './limits.ts';

/** Of one cause, by metric. */
type Sums = Readonly<Record<string, CumulativeSum>>;

/**
 * Windows with a finding where those up to it together show what none shows by itself: a change that lasts, as large as matters.
 *
 * A one-sided cumulative sum of each check of all rows (Page's CUSUM), whose height follows from the budget and the number of
 * checks. What a window shows by itself is told by itself and adds nothing. A sum that was a finding holds the incident open, as a warning, through windows that add nothing to it.
 */
export function addSequentialEvidence(
  windows: readonly JudgedWindow[],
  carried: ReadonlyMap<string, Carried>,
): Evident {
  const sums = new Map(
    [...carried].flatMap(([cause, one]) => (one.sums ? [[cause, one.sums] as const] : [])),
  );
  const more = windows.map((window) => addWindow(window, sums));
  const left = new Map<string, Carried>();
  for (const [cause, { sums: _, ...others }] of carried)
    if (Object.keys(others).length > 0) left.set(cause, others);
  for (const [cause, some] of sums) left.set(cause, { ...left.get(cause), sums: some });
  return { windows: more, carried: left };
}

function addWindow(window: JudgedWindow, sums: Map<string, Sums>): JudgedWindow {
  if (!window.evidence) return window;
  const alerting = new Set(window.findings.map((one) => causeOf(one, one.kind)));
  const added: Finding[] = [];
  for (const cause of window.judged) {
    if (alerting.has(cause)) continue;
    const { after, findings } = addToCause(window, window.evidence, cause, sums.get(cause) ?? {});
    added.push(...findings);
    const told = new Set(findings.map(({ metric }) => metric));
    const noted = Object.entries(after).map(
      ([metric, sum]) =>
        [metric, told.has(metric) ? { ...sum, told: true as const } : sum] as const,
    );
    if (noted.length > 0) sums.set(cause, Object.fromEntries(noted));
    else sums.delete(cause);
  }
  if (added.length === 0) return window;
  const of = (severity: Finding['severity']) => added.filter((one) => one.severity === severity);
  return {
    ...window,
    findings: [...window.findings, ...of('alert')],
    warnings: [...(window.warnings ?? []), ...of('warning')],
  };
}

/** The sums of a cause with a window in them, and what those that reach their height say. */
function addToCause(
  { start }: JudgedWindow,
  { baseline, share, checks, of }: NonNullable<JudgedWindow['evidence']>,
  cause: string,
  before: Sums,
): { readonly after: Sums; readonly findings: readonly Finding[] } {
  const here = new Map(
    of.filter((one) => causeOf(one, one.kind) === cause).map((one) => [one.metric, one]),
  );
  const runLength = checks / share;
  const after: Record<string, CumulativeSum> = {};
  const findings: Finding[] = [];
  for (const metric of [...new Set([...Object.keys(before), ...here.keys()])].sort()) {
    const found = here.get(metric) ?? null;
    const known = before[metric] ?? null;
    const sum = addToSum(known, { start, baseline, runLength }, found);
    if (!sum) continue;
    after[metric] = sum;
    const finding = runLengthOf(sum) < runLength ? null : findingOf(sum, found);
    if (finding) findings.push(finding);
  }
  return { after, findings };
}

function findingOf(sum: CumulativeSum, found: CheckEvidence | null): Finding | null {
  const { last, windows, since, told } = sum;
  const value = averageValue(sum);
  if (!isOutside(value, last.limits) || (!found && !told)) return null;
  const { metric, column, kind, reference, limits } = last;
  const place = column === null ? '' : `${column}: `;
  return {
    ...{ metric, column, segment: null, variant: null, kind },
    ...{ severity: found ? 'alert' : 'warning', value, reference },
    p: Math.min(1, 1 / runLengthOf(sum)),
    threshold: { ...limits, source: 'calibrated' },
    since,
    message: `${place}${metric} is ${format(value, last)} on average over ${windows} windows since that of ${since}, chance taken off, ${describeLimit({ value, reference, threshold: limits }, last)}`,
  };
}
