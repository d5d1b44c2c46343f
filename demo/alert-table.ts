import Table from 'cli-table3';
import type { Told } from './replay.ts';
import type { Verdict } from './verdict.ts';

/** What was alerted when: one row per incident, by the window that opened it, with a line for each cause. */
export function alertTable(told: readonly Told[], verdicts: readonly Verdict[]): string {
  const table = new Table({
    head: ['incident', 'metric', 'first window', 'told on', 'over in', 'origin'],
    style: { head: [], border: [], compact: true },
  });
  const ids = new Set([...told].sort(byOnset).map(({ incident }) => incident.id));
  for (const id of ids) {
    const causes = told.filter(({ incident }) => incident.id === id);
    const lines = (of: (one: Told) => string) => causes.map(of).join('\n');
    table.push([
      lines(({ cause }) => cause.cause),
      lines(({ cause }) => cause.worst.metric),
      lines(({ cause }) => cause.onset.slice(0, 10)),
      lines(({ toldOn }) => toldOn),
      lines(({ cause }) => cause.resolved?.slice(0, 10) ?? 'still open'),
      lines((one) => {
        const injection = verdicts.find(({ caught }) => caught === one)?.injection;
        return injection ? `injected: ${injection.name}` : 'found in the data';
      }),
    ]);
  }
  return table.toString();
}

const byOnset = (a: Told, b: Told) => (a.incident.onset < b.incident.onset ? -1 : 1);
