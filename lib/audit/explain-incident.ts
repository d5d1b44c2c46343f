import type { Incident } from '../judge/incidents.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Ports } from '../pipeline/ports.ts';
import type { Finding } from '../results.ts';
import { type Gathered, gatherRecords } from './gather-records.ts';
import { windowsOf } from './incident-windows.ts';
import { type Refolded, refoldFinding } from './refold-finding.ts';
import { replayWindow, type WindowReplay } from './replay-window.ts';
import { sameContent } from './same-content.ts';
import { traceWindow, type WindowTrace } from './trace-window.ts';
import type { Verification } from './verify-chain.ts';

/** The path from an incident to what led to it. */
export interface Explanation {
  readonly monitor: string;
  readonly incident: Incident;
  /** Where people were told of it. */
  readonly told: Gathered['told'];
  readonly windows: readonly WindowTrace[];
  /** Findings that no single window holds as they are. */
  readonly elsewhere: readonly Finding[];
  readonly chain: Verification;
  /** Only where it was asked for. */
  readonly replay?: Replayed;
}

export interface Replayed {
  /** `differs` where any window does, else `cannot` where any part could not be recomputed. */
  readonly verdict: WindowReplay['verdict'];
  readonly windows: readonly WindowReplay[];
  /** Findings that rest on several windows. */
  readonly refolded: readonly Refolded[];
}

/** Traces an incident's findings back to their inputs; `replay` recomputes them as well. @throws BusyError */
export async function explainIncident(
  ports: Ports,
  monitor: Monitor,
  incident: Incident,
  options: { readonly replay?: boolean },
): Promise<Explanation> {
  const name = monitor.monitor;
  const { windows, elsewhere } = await windowsOf(ports, name, incident);
  const starts = windows.map(({ start }) => start);
  const gathered = await gatherRecords(ports, name, starts, incident.id);
  const traces: WindowTrace[] = [];
  for (const window of windows) traces.push(await traceWindow(ports, monitor, window, gathered));
  const explanation: Explanation = {
    monitor: name,
    incident,
    told: gathered.told,
    windows: traces,
    elsewhere,
    chain: gathered.chain,
  };
  if (!options.replay) return explanation;
  const replays: WindowReplay[] = [];
  for (const trace of traces) {
    const known = trace.configuration && gathered.configurations.get(trace.configuration.digest);
    replays.push(await replayWindow(ports, trace, known?.monitor ?? null));
  }
  const several = elsewhere.filter(({ since }) => since);
  const refolded: Refolded[] = [];
  for (const finding of several)
    refolded.push(await refoldFinding(ports, monitor, starts, finding));
  const verdicts = [
    ...replays.map(({ verdict }) => verdict),
    ...refolded.map(({ recorded, recomputed }) =>
      sameContent(recorded, recomputed) ? ('same' as const) : ('differs' as const),
    ),
  ];
  const leftOut = several.length < elsewhere.length || replays.length === 0;
  return {
    ...explanation,
    replay: { verdict: verdictOf(verdicts, leftOut), windows: replays, refolded },
  };
}

function verdictOf(
  verdicts: readonly WindowReplay['verdict'][],
  leftOut: boolean,
): Replayed['verdict'] {
  if (verdicts.includes('differs')) return 'differs';
  return leftOut || verdicts.includes('cannot') ? 'cannot' : 'same';
}
