import { ensureBaseline } from '../../lib/pipeline/ensure-baseline.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import { type Aftermath, aftermath } from './aftermath.ts';
import { faultyPorts } from './faulty-ports.ts';
import { type Hit, Injector, type Operation } from './injector.ts';
import type { Place, SavedPlace } from './place.ts';
import { monitor, reference, runs, type ScheduledRun } from './scenario.ts';

/** One run as it goes without a fault. */
export interface Rehearsed {
  readonly scheduled: ScheduledRun;
  readonly operations: readonly Operation[];
  /** The place before it, with what was dropped. */
  readonly before: SavedPlace;
  readonly after: Aftermath;
}

/** More than one fault needs: a run that is not done by then never will be. */
const MOST_ATTEMPTS = 3;

/** Runs the scenario without a fault. */
export async function rehearse(place: Place): Promise<Rehearsed[]> {
  await place.drop([reference]);
  const ports = await place.open();
  await ensureBaseline(ports, monitor);
  await ports.close();
  const rehearsed: Rehearsed[] = [];
  for (const scheduled of runs) {
    await place.drop(scheduled.drops);
    const before = await place.save();
    const { operations, after, error } = await attempt(place, scheduled, null);
    if (!after) throw new Error('the run was not done', { cause: error });
    rehearsed.push({ scheduled, operations, before, after });
  }
  return rehearsed;
}

/** What a run leaves behind that suffers a fault and, if need be, is run again, as a state machine's retry would. */
export async function suffer(
  place: Place,
  { before, scheduled }: Rehearsed,
  hit: Hit,
): Promise<Aftermath> {
  await before.restore();
  const first = await attempt(place, scheduled, hit);
  if (!first.happened) throw new Error(`there was no operation ${hit.name}`);
  let last = first;
  for (let more = 1; !last.after; more++) {
    if (more === MOST_ATTEMPTS) throw new Error('it was never done', { cause: last.error });
    last = await attempt(place, scheduled, null);
  }
  return last.after;
}

/** One process from its begin to its end; `after` is null where it could not finish. */
async function attempt(place: Place, { run, now }: ScheduledRun, hit: Hit | null) {
  const injector = new Injector(hit);
  const ports = await place.open();
  let [after, error]: [Aftermath | null, unknown] = [null, null];
  try {
    const input = { monitor, run, now };
    const { status, failed } = await runMonitor(faultyPorts(ports, injector), input);
    error = failed[0]?.error ?? status;
    if (status === 'done' && failed.length === 0)
      after = await aftermath(ports, place.published, monitor.monitor);
  } catch (thrown) {
    error = thrown;
  } finally {
    await ports.close();
  }
  return { operations: injector.operations, happened: injector.happened, after, error };
}
