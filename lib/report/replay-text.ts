import type { Replayed } from '../audit/explain-incident.ts';
import type { WindowReplay } from '../audit/replay-window.ts';
import { printable } from '../printable.ts';
import type { Finding } from '../results.ts';

const SHOWN = 20;

/** Whether recomputing an incident's findings gives the same, for a terminal. */
export function describeReplay(
  { verdict, windows }: Replayed,
  elsewhere: readonly Finding[],
): string {
  const last = {
    same: 'recomputed: the same',
    differs: 'recomputed: NOT the same',
    cannot: 'recomputed: not all of it could be',
  };
  return [
    ...windows.flatMap(describeWindow),
    ...elsewhere.map(
      ({ message }) =>
        `not recomputed, for it is in no single window's result: ${printable(message)}`,
    ),
    last[verdict],
  ].join('\n');
}

function describeWindow({
  window,
  verdict,
  reason,
  findings,
  differences,
  changed,
}: WindowReplay): string[] {
  const same = `the same result, and in it the same ${findings.length === 1 ? 'finding' : `${findings.length} findings`}`;
  const what = { same, differs: 'differs', cannot: `cannot be recomputed: ${reason}` }[verdict];
  const more = differences.length - SHOWN;
  return [
    `window ${window}: ${what}`,
    ...differences.slice(0, SHOWN).map((one) => `  ${printable(one)}`),
    ...(more > 0 ? [`  ... and ${more} more: see --json`] : []),
    ...changed.map((one) => `  ${verdict === 'differs' ? 'because' : 'although'} ${one}`),
  ];
}
