import Table from 'cli-table3';
import { nameOf } from '../act/describe-incident.ts';
import { describeMute } from '../act/describe-mute.ts';
import { explainCommand } from '../act/explain-command.ts';
import { causesOf, type Incident } from '../judge/incident.ts';
import { isoSeconds } from '../pipeline/layout.ts';
import type { RunSummary } from '../pipeline/run-monitor.ts';
import { printable } from '../printable.ts';
import type { WindowResult } from '../results.ts';
import { findingsTable } from './findings-table.ts';
import { rolloutText } from './rollout-text.ts';
import { sinksText } from './sinks-text.ts';

const PLAIN = { style: { head: [], border: [], compact: true } };
const SHOWN = 20;

/** What a run did, for a terminal. */
export function describeRun(
  summary: RunSummary,
  run: {
    /** Where it ran, as the user wrote it. */
    readonly workspace: string;
    readonly now: Date;
    /** The windows up to the newest one that was judged, null where one has no result. @default - those that were judged */
    readonly recent?: readonly (WindowResult | null)[];
    /** Whether severities are told by colour too. */
    readonly colours?: boolean;
  },
): string {
  const { monitor, windows, failed, waiting, unfinished } = summary;
  if (summary.status === 'busy') return `${monitor}: another run is at work; nothing was done`;
  const parts = [
    `${monitor}: ${countsOf(summary)}`,
    ...describeLabels(summary),
    ...describeRejects(summary, run.workspace),
    ...few(
      summary.aside,
      ({ key, reason }) =>
        `set aside ${key}: ${reason}; once mended: driftwatch replay ${run.workspace} ${monitor}`,
    ),
    ...(summary.undelivered ?? []).map(
      ({ subject, topic, reason }) => `NOT TOLD to ${topic}: ${subject}: ${reason}`,
    ),
    ...failed.map(({ shard, error }) => `FAILED ${shard}: ${error}; the next run tries it again`),
    ...starts('over, but not up to date, so left to the next run', unfinished),
    ...starts('not over yet, so not judged', waiting),
  ];
  return [
    ...parts.map(printable),
    ...(windows.length > 0 ? [windowTable(windows)] : []),
    ...describeCorrections(windows, run.now),
    ...findingsTable(windows, run.recent ?? windows, run.colours),
    ...describeIncidents(summary, run.workspace).map(printable),
    ...describeRetraining(summary).map(printable),
    ...rolloutText(summary),
    ...sinksText(summary).map(printable),
  ].join('\n');
}

/** What was decided on retraining, where the monitor file has a policy. */
function describeRetraining({ request, retraining }: RunSummary): string[] {
  if (request) return [`retraining requested: ${request.reason} (request ${request.id})`];
  return retraining.checks ? [`no retraining requested: ${retraining.reason}`] : [];
}

/** `read 3000 predictions, 200 again, judged 2 windows`: again is what a change to its shard had read a second time. */
export function countsOf({ shards, windows }: RunSummary): string {
  const rows = (again: boolean) =>
    shards
      .filter(
        ({ kind, state, before }) => kind === 'predictions' && state === 'done' && before === again,
      )
      .reduce((sum, { rows }) => sum + rows, 0);
  const again = rows(true);
  return [
    `read ${rows(false)} predictions`,
    ...(again > 0 ? [`${again} again`] : []),
    `judged ${windows.length} window${windows.length === 1 ? '' : 's'}`,
  ].join(', ');
}

function describeLabels({ shards }: RunSummary): string[] {
  const batches = shards.filter(({ kind, state }) => kind === 'labels' && state !== 'claimed');
  if (batches.length === 0) return [];
  const sum = (field: 'rows' | 'unmatched') =>
    batches.reduce((total, { [field]: count }) => total + count, 0);
  const unmatched = sum('unmatched');
  return [
    `labels: ${sum('rows')} read${unmatched > 0 ? `, ${unmatched} match no prediction yet` : ''}`,
  ];
}

function describeRejects({ monitor, shards }: RunSummary, workspace: string): string[] {
  const rejected = shards.flatMap(({ id, rejected }) =>
    Object.entries(rejected).map(([reason, count]) => ({ id, reason, count })),
  );
  const told = rejected.map(
    ({ id, reason, count }) => `rejected ${count}: ${reason} (kept in rejected/, ${id})`,
  );
  const read = shards.reduce((sum, { rows }) => sum + rows, 0);
  const lost = rejected.reduce((sum, { count }) => sum + count, 0);
  // More than is read: the monitor file rather than the log is wrong.
  return lost > read
    ? [
        ...told,
        `if the monitor file was wrong: mend it, then driftwatch replay ${workspace} ${monitor} --rejected`,
      ]
    : told;
}

/** Windows whose result this run replaced by another one. */
function describeCorrections(windows: readonly WindowResult[], now: Date): string[] {
  const corrected = windows.filter(
    ({ revision, as_of }) => revision > 1 && as_of === isoSeconds(now.getTime()),
  );
  return few(
    corrected,
    ({ window, revision }) => `corrected: window ${window.start} is revision ${revision}`,
  );
}

function describeIncidents(summary: RunSummary, workspace: string): string[] {
  const { opened, worse, better, resolved, withdrawn, ongoing, warnings, muted } = summary;
  const changed = new Set([...opened, ...worse, ...better, ...resolved].map(({ id }) => id));
  const explain = ({ id }: Incident) => `  ${explainCommand(workspace, id)}`;
  const since = (said: string, one: Incident) => [
    `incident ${said}: ${nameOf(one)}, since ${one.onset}`,
    ...causesOf(one)
      .slice(0, 1)
      .map(({ worst }) => `  ${worst.message}`),
    explain(one),
  ];
  return [
    ...opened.flatMap((one) => since(one.reopened === undefined ? 'opened' : 'reopened', one)),
    ...worse.flatMap((one) => since('worse', one)),
    ...better.flatMap((one) => since('better', one)),
    ...resolved.flatMap((one) => [
      `incident resolved: ${nameOf(one)}, from ${one.onset} to ${one.resolved}`,
      explain(one),
    ]),
    ...withdrawn.map(
      (one) =>
        `incident withdrawn: ${nameOf(one)}, since ${one.onset}: corrected data no longer shows it`,
    ),
    ...ongoing
      .filter(({ id }) => !changed.has(id))
      .slice(0, SHOWN)
      .flatMap((one) => [`incident still open: ${nameOf(one)}, since ${one.onset}`, explain(one)]),
    ...(warnings
      ? [`warnings ${warnings.change}: ${warnings.causes.map(({ cause }) => cause).join(', ')}`]
      : []),
    ...muted.map((mute) => `muted ${describeMute(mute)}`),
  ];
}

function starts(what: string, windows: readonly string[]): string[] {
  if (windows.length === 0) return [];
  const more = windows.length > SHOWN ? ` and ${windows.length - SHOWN} more` : '';
  return [`${what}: ${windows.slice(0, SHOWN).join(', ')}${more}`];
}

function few<T>(all: readonly T[], describe: (one: T) => string): string[] {
  const lines = all.slice(0, SHOWN).map(describe);
  return all.length > SHOWN ? [...lines, `... and ${all.length - SHOWN} more`] : lines;
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
