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

/** How many findings there are, and of what: `3 findings: distance (psi, wasserstein), performance (log_loss)`. */
export function findingsText(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'nothing found';
  const metrics = new Map<string, Set<string>>();
  for (const { column, kind, metric } of findings) {
    const what = column ?? kind;
    metrics.set(what, (metrics.get(what) ?? new Set()).add(metric));
  }
  const which = [...metrics].map(([what, names]) => `${what} (${[...names].join(', ')})`);
  return `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}: ${which.join(', ')}`;
}
