import Table from 'cli-table3';
import type { Told } from './replay.ts';
import type { Verdict } from './verdict.ts';

/** What was alerted when: one row per incident, by the window that opened it. */
export function alertTable(told: readonly Told[], verdicts: readonly Verdict[]): string {
  const table = new Table({
    head: ['incident', 'metrics', 'first window', 'told on', 'over in', 'origin'],
    style: { head: [], border: [], compact: true },
  });
  const byOnset = [...told].sort((a, b) => (a.incident.onset < b.incident.onset ? -1 : 1));
  for (const { incident, toldOn } of byOnset) {
    const injection = verdicts.find(({ caught }) => caught?.incident.id === incident.id)?.injection;
    table.push([
      incident.cause,
      [...new Set(incident.findings.map(({ metric }) => metric))].join('\n'),
      incident.onset.slice(0, 10),
      toldOn,
      incident.resolved?.slice(0, 10) ?? 'still open',
      injection ? `injected: ${injection.name}` : 'found in the data',
    ]);
  }
  return table.toString();
}
