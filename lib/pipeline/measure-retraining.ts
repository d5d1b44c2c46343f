import type { Announcement } from '../act/announcement.ts';
import { composeEffectMessage } from '../act/retraining-effect-message.ts';
import type { Incident } from '../judge/incidents.ts';
import type { RetrainingRequest } from '../judge/retraining.ts';
import {
  type AskedIncident,
  type RetrainingEffect,
  retrainingEffect,
} from '../judge/retraining-effect.ts';
import { monitorMetrics } from '../metrics/custom/monitor-metrics.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { WindowResult } from '../results.ts';
import { layout } from './layout.ts';
import type { Item, Ports, TableWrite } from './ports.ts';
import type { RolloutOutcome } from './roll-out.ts';
import type { WindowRecord } from './state.ts';

/** An incident that retraining was asked for, until it is resolved. */
interface AskedItem extends Item, AskedIncident {}

const askedKey = (incident: string) => `asked#${incident}`;

/**
 * Measures what came of retraining: of each incident that asked for it, once it is resolved, and when a challenger is promoted
 * meanwhile. Tells it; `writes` are to be made once the audit holds it.
 */
export async function measureRetraining(
  ports: Ports,
  monitor: Monitor,
  run: {
    /** All there are, as the windows give them now. */
    readonly incidents: readonly Incident[];
    /** Made by this run. */
    readonly request: RetrainingRequest | null;
    readonly rollout: RolloutOutcome | null;
    readonly records: readonly WindowRecord[];
    readonly now: Date;
  },
): Promise<{ effects: RetrainingEffect[]; writes: TableWrite[] }> {
  const { incidents, request, now } = run;
  const name = monitor.monitor;
  if (!monitor.retrain) return { effects: [], writes: [] };
  const items = (await ports.table.query(name, 'asked#')) as AskedItem[];
  const effects: RetrainingEffect[] = [];
  const writes: TableWrite[] = [];
  for (const item of items) {
    const incident = incidents.find(({ id }) => id === item.incident.id);
    if (incident && incident.resolved === null) {
      effects.push(...(await effectOfPromotion(ports, monitor, item, run)));
      continue;
    }
    writes.push({ remove: item.sk });
    if (incident?.resolved) {
      const effect = await effectOfWindow(ports, monitor, item, incident.resolved, run);
      effects.push(...effect);
    }
  }
  for (const { id, cause, onset, last, findings } of request?.evidence ?? []) {
    // What was asked for before stays the measure: the numbers then are those before.
    if (!request || items.some(({ incident }) => incident.id === id)) continue;
    const incident = { id, cause, onset, last, findings };
    const { id: requestId, requested, baseline } = request;
    const asked: AskedIncident = { incident, request: requestId, requested, baseline };
    writes.push({ put: { sk: askedKey(id), ...asked } });
  }
  for (const effect of effects) await ports.outlets.announce(announcementOf(name, effect, now));
  const message = composeEffectMessage(name, effects);
  if (message) await ports.outlets.notify(message);
  return { effects, writes };
}

type Run = Parameters<typeof measureRetraining>[2];

async function effectOfWindow(
  ports: Ports,
  monitor: Monitor,
  asked: AskedIncident,
  window: string,
  { rollout }: Run,
): Promise<RetrainingEffect[]> {
  const result = await readResult(ports, monitor, window);
  if (!result) return [];
  const replaced = result.baseline !== asked.baseline ? `baseline ${result.baseline}` : null;
  const promoted = rollout && (await promotedSince(ports, monitor, asked.requested));
  const model = promoted ? `variant ${promoted}` : replaced;
  const { measurements } = result;
  const after = { on: 'resolved', window, measurements, variant: null, model } as const;
  return [retrainingEffect(asked, after, namedOf(monitor))];
}

async function effectOfPromotion(
  ports: Ports,
  monitor: Monitor,
  asked: AskedIncident,
  { rollout, records }: Run,
): Promise<RetrainingEffect[]> {
  const promotion = rollout?.promotions.at(-1);
  if (!promotion) return [];
  const { variant } = promotion;
  const window = records
    .filter(({ variants }) => variants?.some((one) => one.variant === variant))
    .at(-1)?.judged.start;
  const result = window ? await readResult(ports, monitor, window) : null;
  if (!window || !result) return [];
  const { measurements } = result;
  const model = `variant ${variant}`;
  return [
    retrainingEffect(
      asked,
      { on: 'promoted', window, measurements, variant, model },
      namedOf(monitor),
    ),
  ];
}

async function promotedSince(ports: Ports, { monitor }: Monitor, since: string) {
  const items = await ports.table.query(monitor, 'promoted#');
  return items.filter(({ at }) => String(at) > since).at(-1)?.variant ?? null;
}

async function readResult(ports: Ports, { monitor }: Monitor, start: string) {
  const text = await ports.workspace.read(layout.result(monitor, Date.parse(start)));
  return text === null ? null : (JSON.parse(text) as WindowResult);
}

function namedOf(monitor: Monitor) {
  const metrics = new Map(monitorMetrics(monitor).map((metric) => [metric.name, metric]));
  return (name: string) => metrics.get(name);
}

function announcementOf(monitor: string, effect: RetrainingEffect, now: Date): Announcement {
  return {
    type: 'Retraining Measured',
    id: `${effect.request}-${effect.on}-${effect.windows.after}`,
    monitor,
    time: now.toISOString(),
    detail: { ...effect },
  };
}
