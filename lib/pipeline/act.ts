import { composeMessages } from '../act/compose-message.ts';
import type { SinkNews } from '../act/sink-news.ts';
import type { RetrainingDecision, RetrainingRequest } from '../judge/retraining.ts';
import type { RetrainingEffect } from '../judge/retraining-effect.ts';
import type { Monitor } from '../monitor/schema.ts';
import { compareIncidents, type IncidentChanges, noteIncidents } from './compare-incidents.ts';
import { inBatches } from './due.ts';
import { measureRetraining } from './measure-retraining.ts';
import { placesOf } from './places.ts';
import type { Ports } from './ports.ts';
import { requestRetraining } from './request-retraining.ts';
import { type RolloutOutcome, rollOut } from './roll-out.ts';
import { asideKey, newlyAside, type SetAside } from './set-aside.ts';
import type { Shard } from './shard.ts';
import { sinkNews } from './sink-state.ts';
import type { WindowRecord } from './state.ts';
import { tellWarnings, type WarningsChange } from './tell-warnings.ts';
import { Teller, type Undelivered } from './teller.ts';
import { writeIncidentTable } from './write-tables.ts';

export interface ActOutcome extends Omit<IncidentChanges, 'current' | 'warned'> {
  /** What is told of warnings. */
  readonly warnings: WarningsChange | null;
  /** Inputs that could not be read and are not tried any more. */
  readonly aside: readonly SetAside[];
  readonly retraining: RetrainingDecision;
  readonly request: RetrainingRequest | null;
  /** The challengers beside the champion; absent where the monitor has no rollout. */
  readonly rollout?: RolloutOutcome;
  /** What retraining that was asked for came to; absent where nothing was measured. */
  readonly retrained?: readonly RetrainingEffect[];
  /** Sinks that fail, or do no longer; absent where all take what they are given. */
  readonly sinks?: readonly SinkNews[];
  /** Topics that took none of what others took; absent where all took all. */
  readonly undelivered?: readonly Undelivered[];
}

/** Of what decides on retraining alone, or does nothing. */
export const NOTHING_ACTED = {
  opened: [],
  worse: [],
  better: [],
  resolved: [],
  withdrawn: [],
  ongoing: [],
  dropped: [],
  muted: [],
  warnings: null,
  aside: [],
} as const satisfies Omit<ActOutcome, 'retraining' | 'request'>;

/**
 * Compares the incidents that the whole history gives with those that people were told of, and tells them the difference.
 *
 * `note` is to be called once the audit holds what was told: a crash before it tells it again rather than never.
 *
 * @throws where nobody could be told of something, once all else was told
 */
export async function act(
  untold: Ports,
  monitor: Monitor,
  input: {
    readonly now: Date;
    /** All that are remembered, by start. */
    readonly records: readonly WindowRecord[];
    /** What this run worked on. */
    readonly shards: readonly Shard[];
  },
): Promise<{ outcome: ActOutcome; note: () => Promise<void> }> {
  const { now, records } = input;
  const teller = new Teller(untold, monitor.monitor);
  const ports = teller.over(untold);
  const changes = await compareIncidents(ports, monitor, records, now);
  const { warnings, notes } = await tellWarnings(ports, monitor, changes.warned);
  const aside = await newlyAside(ports, monitor.monitor, input.shards);
  const { decision, request, record } = await requestRetraining(
    ports,
    monitor,
    changes.current,
    records,
    now,
  );
  const rollout = await rollOut(ports, monitor, { records, now });
  const effects = await measureRetraining(ports, monitor, {
    incidents: changes.current,
    request,
    rollout: rollout.outcome,
    records,
    now,
  });
  const { sinks, notes: sinkNotes } = await sinkNews(ports, monitor, now);
  const { current: _, warned: __, ...told } = changes;
  const found: ActOutcome = {
    ...told,
    warnings,
    aside,
    retraining: decision,
    request,
    ...(rollout.outcome && { rollout: rollout.outcome }),
    ...(effects.effects.length > 0 && { retrained: effects.effects }),
    ...(sinks.length > 0 && { sinks }),
  };
  const places = placesOf(ports, monitor.monitor);
  const { topics } = monitor.alerts;
  for (const message of composeMessages(monitor.monitor, found, places, topics))
    await teller.tell(message);
  teller.end();
  const { undelivered } = teller;
  const outcome = { ...found, ...(undelivered.length > 0 && { undelivered }) };
  const note = async () => {
    const incidents = await noteIncidents(ports, monitor.monitor, changes, now);
    await writeIncidentTable(ports, monitor.monitor, incidents);
    await inBatches(ports, monitor.monitor, [
      ...incidents,
      ...notes,
      ...aside.map((one) => ({ put: { sk: asideKey(one), ...one } })),
      { put: record },
      ...rollout.writes,
      ...effects.writes,
      ...sinkNotes,
      ...teller.writes(),
    ]);
  };
  return { outcome, note };
}
