import CliTable from 'cli-table3';
import { type Detections, type FalseAlarms, type Outcome, WATCHERS } from './outcome.ts';
import { meanOf } from './verdict.ts';

/** Rows of text under a head; the first column is a name, the rest are figures. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** False alarms a month with their upper bound; `!` where the budget is not kept. */
export function falseAlarmTable({ calm }: Outcome): Table {
  const text = (found?: FalseAlarms) =>
    found ? `${figure(found.rate)} (${figure(found.bound)})${found.kept ? '' : ' !'}` : '-';
  return {
    title:
      'False alarms a month (upper 95 % bound); ! beyond the budget of 1, the bound being 1.5 or more',
    head: ['setting', 'months', ...WATCHERS],
    rows: calm.map(({ name, months, watchers }) => [
      name,
      String(months),
      ...WATCHERS.map((name) => text(watchers[name])),
    ]),
  };
}

/** Share detected and median delay of every kind, at every number of rows. */
export function detectionTable({ drift }: Outcome): Table {
  const kinds = Object.keys(drift[0]?.kinds ?? {});
  const rows = drift.map((one) => one.rows.toLocaleString('en-US')).join(' / ');
  const cell = (kind: string, name: string) =>
    drift.map(({ kinds: found }) => detected(found[kind]?.[name])).join(' ');
  const means = (name: string) => drift.map(({ mean }) => percent(mean[name] ?? 0)).join(' ');
  return {
    title: `% of histories detected within 20 windows @ median window, at ${rows} rows a window, ${drift.map(({ replicates }) => replicates).join(' / ')} histories of each kind`,
    head: ['kind', ...WATCHERS],
    rows: [
      ...kinds.map((kind) => [kind, ...WATCHERS.map((name) => cell(kind, name))]),
      ['mean over the kinds', ...WATCHERS.map(means)],
      ...(drift.length > 1
        ? [['mean over all', ...WATCHERS.map((name) => percent(meanOf(drift, name)))]]
        : []),
    ],
  };
}

export function asText({ title, head, rows }: Table): string {
  const table = new CliTable({
    head: [...head],
    colAligns: head.map((_, i) => (i === 0 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });
  table.push(...rows.map((row) => [...row]));
  return `${title}\n${table.toString()}`;
}

export function asMarkdown({ title, head, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = line(head.map((_, i) => (i === 0 ? '---' : '--:')));
  return [`${title}:`, '', line(head), rule, ...rows.map(line)].join('\n');
}

function detected(found?: Detections): string {
  if (!found) return '-';
  return found.delay === null ? '0' : `${percent(found.share)}@${found.delay}`;
}

const percent = (share: number) => String(Math.round(100 * share));
const figure = (value: number) => (value < 9.95 ? value.toFixed(2) : value.toFixed(0));
