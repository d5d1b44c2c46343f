import type { Explanation } from '../audit/explain-incident.ts';
import type { RecordReference } from '../audit/gather-records.ts';
import type { Now, TracedShard, WindowTrace } from '../audit/trace-window.ts';
import { printable } from '../printable.ts';
import { describeVerification } from './audit-text.ts';

const SHOWN = 20;

const RECORDED: Readonly<Record<Now, string>> = {
  same: 'as recorded',
  changed: 'CHANGED since it was recorded',
  gone: 'GONE',
  new: 'not among what was recorded',
  unknown: 'not compared',
};

/** The path from an incident to its inputs, for a terminal. */
export function describeExplanation(explanation: Explanation): string {
  const { monitor, incident, told, windows, elsewhere, chain } = explanation;
  const end = incident.resolved ? `resolved by the window of ${incident.resolved}` : 'not resolved';
  return [
    `${printable(incident.id)} of ${monitor}: ${end}`,
    ...told.map(({ change, record }) => line(0, 'told', `${change}: ${record.key}`)),
    ...windows.flatMap((window) => ['', ...describeWindow(window, chain.faults)]),
    ...elsewhere.flatMap(({ message, since }) => [
      '',
      line(0, 'finding', message),
      since
        ? line(1, '', `rests on the windows above, from that of ${since}`)
        : line(1, '', 'no window holds it as it is: its window was revised since'),
    ]),
    '',
    describeVerification(monitor, chain),
  ].join('\n');
}

function describeWindow(trace: WindowTrace, faults: Explanation['chain']['faults']): string[] {
  const {
    window,
    findings,
    result,
    recorded,
    configuration,
    baseline,
    reference,
    profiles,
    shards,
  } = trace;
  const lines = [
    `window ${window}`,
    ...findings.map(({ severity, message }) => line(1, severity.toUpperCase(), message)),
  ];
  if (!recorded) return [...lines, line(1, 'result', `${result.key}: no audit record holds it`)];
  const { summary, record } = recorded;
  const code = summary.origin?.code ?? record.code;
  const wrong = faults.some(({ key }) => key === record.key);
  return [
    ...lines,
    line(
      1,
      'result',
      `${result.key}, revision ${summary.revision}, SHA-256 ${summary.digest}: ${RECORDED[result.now]}`,
    ),
    line(1, 'audit record', `${named(record)}${wrong ? ': WRONG, see below' : ''}`),
    line(
      1,
      'configuration',
      configuration?.record
        ? `SHA-256 ${configuration.digest}, in ${configuration.record.key}; the monitor file is ${configuration.now === 'same' ? 'the same' : 'another'} now`
        : 'on no record',
    ),
    line(
      1,
      'code',
      code
        ? `driftwatch ${code.version}, build ${code.build}, profiles of schema ${code.profiles}`
        : 'not recorded by the release that judged it',
    ),
    ...(baseline
      ? [
          line(1, 'baseline', `${baseline.key}: ${RECORDED[baseline.now]}`),
          ...few(baseline.sources, 2, 'source', (one) => describeObject(one)),
        ]
      : []),
    ...few(reference, 1, 'compared with', ({ name, now }) => `${name}: ${RECORDED[now]}`),
    ...few(profiles, 1, 'profile', ({ key, now }) => `${key}: ${RECORDED[now]}`),
    ...shards.flatMap(describeShard),
  ];
}

function describeShard({ id, rows, rejected, record, objects, ranges, kept, part }: TracedShard) {
  const bad = Object.entries(rejected).map(([reason, count]) => `${count} rejected: ${reason}`);
  const of = part ? `bytes ${part.from} to ${part.to}` : null;
  const facts = [`${rows} rows`, ...bad, of, kept].filter((one) => one);
  return [
    line(1, 'shard', `${id}: ${facts.join(', ')}; in ${record.key}`),
    ...few(
      objects,
      2,
      'object',
      ({ modified, version, ...object }) =>
        `${describeObject(object)}, dropped ${modified}${version ? `, version ${version}` : ''}`,
    ),
    ...few(ranges, 2, 'table', ({ table, from, to }) => `${table}, from ${from} to ${to}`),
  ];
}

function describeObject({
  key,
  etag,
  size,
  now,
}: {
  readonly key: string;
  readonly etag: string;
  readonly size: number;
  readonly now: Now;
}): string {
  return `${key}, ${size} bytes, ETag ${etag} (${RECORDED[now]})`;
}

const named = ({ key, hash, run }: RecordReference) => `${key}, hash ${hash}, run ${run}`;

function few<T>(
  all: readonly T[],
  depth: number,
  name: string,
  describe: (one: T) => string,
): string[] {
  const lines = all.slice(0, SHOWN).map((one) => line(depth, name, describe(one)));
  const more = all.length - SHOWN;
  return more > 0 ? [...lines, line(depth, '', `... and ${more} more: see --json`)] : lines;
}

const WIDTH = 15;

function line(depth: number, name: string, text: string): string {
  return `${'  '.repeat(depth)}${name.padEnd(WIDTH - 2 * depth)} ${printable(text)}`;
}
