import pRetry, { AbortError } from 'p-retry';
import { type ConnectSink, deliveryOf, type ReportFile } from '../act/delivery.ts';
import { sha256 } from '../audit/digest.ts';
import { RefusedError } from '../errors.ts';
import { expiry, windowMemory } from '../monitor/retention.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { SinkKind } from '../monitor/settings/sinks.ts';
import { windowEnd } from '../profile/window.ts';
import type { WindowResult } from '../results.ts';
import { layout } from './layout.ts';
import type { Ports } from './ports.ts';
import {
  type Delivered,
  deliveredKey,
  deliveredPrefix,
  type SinkFailure,
  type SinkRecord,
  sinkKey,
  sinkKinds,
} from './sink-state.ts';
import type { WindowRecord } from './state.ts';
import { windowHistograms } from './window-histograms.ts';

/** How long a sink is waited for. */
export interface Patience {
  /** Tries of one window, and the first pause between two in milliseconds; it doubles. */
  readonly tries: number;
  readonly pauseMilliseconds: number;
  /** Of all that one sink is given in one run. */
  readonly totalMilliseconds: number;
}

export const PATIENCE: Patience = {
  tries: 4,
  pauseMilliseconds: 1000,
  totalMilliseconds: 240_000,
};

/** A sink that refuses so many windows of a run is given no more by it. */
const REFUSALS = 3;

/** What a run gave to a sink. */
export interface SinkDelivery {
  readonly sink: SinkKind;
  readonly delivered: number;
  readonly left: number;
  /** Why not all; null where it has all. */
  readonly error: string | null;
}

/**
 * Gives each sink of the monitor the windows that it does not have as they are now, the oldest first.
 *
 * Never throws for a sink: what one does not take is noted, and given to it again by the next run. Sinks are served side by
 * side, so that none waits for another. Needs no lease: what is sent twice is there once.
 */
export async function deliver(
  ports: Ports,
  input: { readonly monitor: Monitor; readonly now: Date },
  connect: ConnectSink,
  patience: Patience = PATIENCE,
): Promise<{ sinks: SinkDelivery[] }> {
  const { monitor, now } = input;
  const kinds = sinkKinds(monitor);
  if (kinds.length === 0) return { sinks: [] };
  const records = (await ports.table.query(monitor.monitor, 'window#')) as WindowRecord[];
  const sinks = await Promise.all(
    kinds.map((kind) => deliverTo(ports, { kind, monitor, now, records, connect, patience })),
  );
  return { sinks };
}

interface Work {
  readonly kind: SinkKind;
  readonly monitor: Monitor;
  readonly now: Date;
  readonly records: readonly WindowRecord[];
  readonly connect: ConnectSink;
  readonly patience: Patience;
}

async function deliverTo(ports: Ports, work: Work): Promise<SinkDelivery> {
  const { kind, monitor, now, records } = work;
  const name = monitor.monitor;
  const open = await openWindows(ports, monitor, kind, records);
  const known = (await ports.table.get(name, sinkKey(kind))) as SinkRecord | null;
  const note = (failing: SinkFailure | null, left: number) =>
    ports.table.write(name, [{ put: { sk: sinkKey(kind), sink: kind, failing, left } }]);
  if (open.length === 0) {
    if (known?.failing) await note(null, 0);
    return { sink: kind, delivered: 0, left: 0, error: null };
  }
  const failed = (error: string, refused: boolean): SinkFailure => ({
    since: known?.failing?.since ?? now.toISOString(),
    runs: (known?.failing?.runs ?? 0) + 1,
    error,
    refused,
  });
  // Stands where the process is ended before the sink answered.
  await note(failed('the delivery did not come to its end', false), open.length);
  const { delivered, error } = await sendAll(ports, work, open);
  const left = open.length - delivered;
  await note(error && failed(error.message, error instanceof RefusedError), left);
  return { sink: kind, delivered, left, error: error?.message ?? null };
}

/** How many it took, and the first error where that is not all. */
async function sendAll(ports: Ports, work: Work, open: readonly WindowRecord[]) {
  const { kind, monitor, now, connect, patience } = work;
  const signal = AbortSignal.timeout(patience.totalMilliseconds);
  const tried = <T>(attempt: () => Promise<T>) => persist(attempt, patience, signal);
  const waiting = [...open];
  const refused: RefusedError[] = [];
  let delivered = 0;
  try {
    const sink = await tried(() => connect(kind, monitor, signal));
    while (waiting.length > 0 && refused.length < REFUSALS) {
      // What is refused may be one window, such as one too old for it: then the latest ones come first.
      const record = (refused.length === 0 ? waiting.shift() : waiting.pop()) as WindowRecord;
      const { start, summary } = record;
      const one = await readDelivery(ports, monitor, kind, start);
      try {
        if (one) await tried(() => sink.deliver(one.delivery));
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error;
        refused.push(error);
        continue;
      }
      // A result that is gone by now can't be sent by a later run either.
      const mark = one?.mark ?? markOf(monitor, kind, summary.digest);
      await noteDelivered(ports, monitor, { sk: deliveredKey(kind, start), mark }, { start, now });
      delivered += 1;
    }
    return { delivered, error: refused[0] ?? null };
  } catch (error) {
    const late = new Error(`${kind}: not all in ${patience.totalMilliseconds / 1000} s`);
    return { delivered, error: signal.aborted ? late : (error as Error) };
  }
}

/** Tries again after ever longer pauses, but for what was refused. */
function persist<T>(attempt: () => Promise<T>, patience: Patience, signal: AbortSignal) {
  const { tries, pauseMilliseconds } = patience;
  return pRetry(
    async () => {
      try {
        return await endedBy(signal, attempt());
      } catch (error) {
        // A TypeError would end it by itself: fetch throws one where nobody answers.
        if (error instanceof RefusedError) throw new AbortError(error);
        throw error instanceof TypeError ? new Error(error.message, { cause: error }) : error;
      }
    },
    {
      retries: tries - 1,
      minTimeout: pauseMilliseconds,
      maxTimeout: 30_000,
      randomize: true,
      signal,
    },
  );
}

/** The same, but no longer than until the signal: what hangs may not listen to it. */
function endedBy<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((done, fail) => {
    const end = () => fail(new AbortError('it took too long'));
    if (signal.aborted) return end();
    signal.addEventListener('abort', end, { once: true });
    work.then(done, fail).finally(() => signal.removeEventListener('abort', end));
  });
}

/** The windows that a sink does not have as they are now, by start. */
async function openWindows(
  ports: Ports,
  monitor: Monitor,
  kind: SinkKind,
  records: readonly WindowRecord[],
): Promise<WindowRecord[]> {
  const items = await ports.table.query(monitor.monitor, deliveredPrefix(kind));
  const marks = new Map((items as Delivered[]).map(({ sk, mark }) => [sk, mark]));
  return records
    .filter(
      ({ start, summary }) =>
        marks.get(deliveredKey(kind, start)) !== markOf(monitor, kind, summary.digest),
    )
    .sort((a, b) => a.start - b.start);
}

/** Of a result in a sink as the monitor file has it: where that changes, all is sent there anew. */
function markOf(monitor: Monitor, kind: SinkKind, digest: string): string {
  return sha256(JSON.stringify([monitor.sinks?.[kind], digest])).slice(0, 32);
}

async function readDelivery(ports: Ports, monitor: Monitor, kind: SinkKind, start: number) {
  const text = await ports.workspace.read(layout.result(monitor.monitor, start));
  const settings = monitor.sinks?.[kind];
  if (text === null || !settings) return null;
  const result = JSON.parse(text) as WindowResult;
  const histograms =
    kind === 'tensorboard'
      ? await windowHistograms(ports, monitor, { start, baseline: result.baseline })
      : [];
  const report = await readReport(ports, monitor.monitor, start);
  return {
    delivery: deliveryOf(monitor, result, settings.publish, { histograms, report }),
    // Of what is sent: another run may have replaced what the record tells of.
    mark: markOf(monitor, kind, sha256(text)),
  };
}

async function readReport(
  ports: Ports,
  monitor: string,
  start: number,
): Promise<ReportFile | null> {
  const plain = layout.report(monitor, start).replace(/\.[a-z]+$/, '');
  for (const [suffix, type] of [
    ['html', 'text/html'],
    ['txt', 'text/plain'],
  ] as const) {
    const text = await ports.workspace.read(`${plain}.${suffix}`);
    if (text !== null) return { name: `report.${suffix}`, type, text };
  }
  return null;
}

/** Remembered as long as the window is. */
async function noteDelivered(
  ports: Ports,
  monitor: Monitor,
  item: Delivered,
  { start, now }: { readonly start: number; readonly now: Date },
): Promise<void> {
  const since = Math.max(windowEnd(monitor, start), now.getTime());
  const expires = ports.workspace.datesArrival && {
    expires: expiry(since, windowMemory(monitor)),
  };
  await ports.table.write(monitor.monitor, [{ put: { ...item, ...expires } }]);
}
