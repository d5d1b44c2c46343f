import type { Finding, WindowResult } from '../lib/results.ts';

const HEADLINES = ['roc_auc', 'accuracy', 'log_loss'] as const;

/** One line for one window: rows, headline metrics, findings. */
export function windowLine(result: WindowResult): string {
  const rows = `${result.rows.toLocaleString('en-US').padStart(7)} flights`;
  return `${result.window.start.slice(0, 10)}  ${rows}  ${headlines(result)}  ${findingsText(result.findings)}`;
}

function headlines(result: WindowResult): string {
  const values = HEADLINES.map(
    (name) => `${name} ${headline(result, name)?.toFixed(3) ?? '    -'}`,
  );
  return result.labelled > 0
    ? values.join('  ')
    : 'labels not in yet'.padEnd(values.join('  ').length);
}

function headline({ measurements }: WindowResult, metric: string): number | null {
  const whole = measurements.find(
    (one) =>
      one.metric === metric && one.column === null && one.segment === null && one.variant === null,
  );
  return whole?.value ?? null;
}

/** What of a window is worth a new line when it is judged again: that its labels came, and what was found. */
export function newsOf({ labelled, findings }: WindowResult): string {
  return JSON.stringify([labelled > 0, findingsText(findings)]);
}

/** Alerts before warnings, by column: `ALERT distance (psi), warning origin (new_category_share)`. */
export function findingsText(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'nothing found';
  const parts = (['alert', 'warning'] as const).flatMap((severity) => {
    const which = groupByPlace(findings.filter((finding) => finding.severity === severity));
    const label = severity === 'alert' ? 'ALERT' : 'warning';
    return which.length > 0 ? [`${label} ${which.join(', ')}`] : [];
  });
  return parts.join('; ');
}

function groupByPlace(findings: readonly Finding[]): string[] {
  const metrics = new Map<string, Set<string>>();
  for (const { column, kind, metric } of findings) {
    const what = column ?? kind;
    metrics.set(what, (metrics.get(what) ?? new Set()).add(metric));
  }
  return [...metrics].map(([what, names]) => `${what} (${[...names].join(', ')})`);
}
