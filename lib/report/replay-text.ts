import type { Replayed } from '../audit/explain-incident.ts';
import type { Refolded } from '../audit/refold-finding.ts';
import type { WindowReplay } from '../audit/replay-window.ts';
import { sameContent } from '../audit/same-content.ts';
import { printable } from '../printable.ts';
import type { Finding } from '../results.ts';

const SHOWN = 20;

/** Whether recomputing an incident's findings gives the same, for a terminal. */
export function describeReplay(
  { verdict, windows, refolded }: Replayed,
  elsewhere: readonly Finding[],
): string {
  const last = {
    same: 'recomputed: the same',
    differs: 'recomputed: NOT the same',
    cannot: 'recomputed: not all of it could be',
  };
  return [
    ...windows.flatMap(describeWindow),
    ...refolded.flatMap(describeRefolded),
    ...elsewhere
      .filter(({ since }) => !since)
      .map(
        ({ message }) =>
          `not recomputed, for it is in no single window's result: ${printable(message)}`,
      ),
    last[verdict],
  ].join('\n');
}

function describeRefolded({ recorded, recomputed }: Refolded): string[] {
  const name = `what the windows since ${recorded.since} say together`;
  if (sameContent(recorded, recomputed)) return [`${name}: the same finding`];
  return [
    `${name}: differs`,
    `  ${printable(recorded.message)}`,
    `  ${printable(recomputed?.message ?? 'no finding')}`,
  ];
}

function describeWindow({
  window,
  verdict,
  reason,
  findings,
  differences,
  changed,
}: WindowReplay): string[] {
  const found = findings.length === 1 ? 'finding' : `${findings.length} findings`;
  const same = `the same result${findings.length > 0 ? `, and in it the same ${found}` : ''}`;
  const what = { same, differs: 'differs', cannot: `cannot be recomputed: ${reason}` }[verdict];
  const more = differences.length - SHOWN;
  return [
    `window ${window}: ${what}`,
    ...differences.slice(0, SHOWN).map((one) => `  ${printable(one)}`),
    ...(more > 0 ? [`  ... and ${more} more: see --json`] : []),
    ...changed.map((one) => `  ${verdict === 'differs' ? 'because' : 'although'} ${one}`),
  ];
}
