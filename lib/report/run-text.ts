import Table from 'cli-table3';
import type { RunSummary } from '../pipeline/run-monitor.ts';
import type { WindowResult } from '../results.ts';

const PLAIN = { style: { head: [], border: [], compact: true } };
const SHOWN = 20;

/** What a run did, for a terminal. */
export function describeRun(summary: RunSummary): string {
  if (summary.status === 'busy')
    return `${summary.monitor}: another run is at work; nothing was done`;
  const { windows, shards, failed } = summary;
  const read = shards
    .filter(({ kind }) => kind === 'predictions')
    .reduce((sum, { rows }) => sum + rows, 0);
  const parts = [
    `${summary.monitor}: read ${read} predictions, judged ${windows.length} window${windows.length === 1 ? '' : 's'}`,
    ...describeRejects(summary),
    ...failed.map(({ shard, error }) => `FAILED ${shard}: ${error}; the next run tries it again`),
  ];
  if (summary.waiting.length > 0)
    parts.push(`not over yet, so not judged: ${summary.waiting.join(', ')}`);
  if (windows.length > 0) parts.push(windowTable(windows));
  const findings = windows.flatMap((result) =>
    result.findings.map((finding) => ({ result, finding })),
  );
  const alerts = findings.filter(({ finding }) => finding.severity === 'alert');
  for (const { result, finding } of [
    ...alerts,
    ...findings.filter(({ finding }) => finding.severity === 'warning'),
  ].slice(0, SHOWN)) {
    parts.push(
      `${finding.severity.toUpperCase().padEnd(7)} ${result.window.start}  ${finding.message}`,
    );
  }
  if (findings.length > SHOWN)
    parts.push(`... and ${findings.length - SHOWN} more findings: see results/${summary.monitor}/`);
  for (const { cause, onset } of summary.opened)
    parts.push(`incident opened: ${cause}, since ${onset}`);
  for (const { cause, onset, resolved } of summary.resolved)
    parts.push(`incident resolved: ${cause}, from ${onset} to ${resolved}`);
  if (summary.request) parts.push(`retraining requested: ${summary.request.reason}`);
  return parts.join('\n');
}

function describeRejects({ shards }: RunSummary): string[] {
  const rejected = shards.flatMap(({ id, rejected }) =>
    Object.entries(rejected).map(([reason, count]) => ({ id, reason, count })),
  );
  return rejected.map(
    ({ id, reason, count }) => `rejected ${count}: ${reason} (kept in rejected/, ${id})`,
  );
}

function windowTable(windows: readonly WindowResult[]): string {
  const table = new Table({
    head: ['window', 'rows', 'rejected', 'labelled', 'warnings', 'alerts'],
    ...PLAIN,
  });
  for (const { window, rows, rejected, labelled, findings } of windows) {
    const alerts = findings.filter(({ severity }) => severity === 'alert').length;
    table.push([window.start, rows, rejected, labelled, findings.length - alerts, alerts]);
  }
  return table.toString();
}
