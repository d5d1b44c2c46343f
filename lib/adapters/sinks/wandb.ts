import type { Delivery, Sink } from '../../act/delivery.ts';
import { layout } from '../../pipeline/layout.ts';
import type { Workspace } from '../../pipeline/ports.ts';
import { plainName, plainPart } from './plain-name.ts';
import { storeBytes } from './store-bytes.ts';
import { type WandbStep, wandbFile } from './wandb-file.ts';

export interface WandbOptions {
  readonly entity?: string | undefined;
  /** @default driftwatch */
  readonly project?: string | undefined;
}

/** What a month's run is written from, beside it. */
interface Month {
  readonly windows: Readonly<Record<string, WandbStep>>;
}

const NAMES = { allowed: /[^\p{C}.]/u, characters: 240 };
const FINDINGS = 50;
const ANY = /./u;
/** W&B's ids have up to 64. */
const ID_CHARACTERS = 56;

/**
 * Runs in the workspace for `wandb sync`, one a month: W&B has no documented way to write but through its client.
 *
 * A run is written whole from all windows of its month, so that a rerun or a revision takes the place of what it held.
 */
export function wandbSink(
  workspace: Workspace,
  { entity, project = 'driftwatch' }: WandbOptions,
): Sink {
  return {
    deliver: async (delivery) => {
      const { monitor, window, baseline, configuration, task } = delivery;
      const month = window.start.slice(0, 7);
      const id = `${plainPart(monitor, ANY, ID_CHARACTERS)}-${month}`;
      // As the client names folders: the day and time when a run began, and its id.
      const folder = `${layout.wandb(monitor)}offline-run-${month.replace('-', '')}01_000000-${id}/`;
      const known = await workspace.read(`${folder}windows.json`);
      const before = known === null ? {} : (JSON.parse(known) as Month).windows;
      const windows = { ...before, [window.start]: stepOf(delivery) };
      await workspace.write(`${folder}windows.json`, `${JSON.stringify({ windows })}\n`);
      const bytes = wandbFile({
        id,
        name: `${monitor} ${month}`,
        project,
        entity,
        tags: ['driftwatch', monitor],
        config: { monitor, task, baseline, configuration },
        history: Object.values(windows).sort((a, b) => a.step - b.step),
      });
      await storeBytes(workspace, `${folder}run-${id}.wandb`, bytes);
      await workspace.remove(`${folder}run-${id}.wandb.synced`);
    },
  };
}

function stepOf({ step, window, revision, data, findings }: Delivery): WandbStep {
  const alerts = findings.filter(({ severity }) => severity === 'alert');
  const found = [...alerts, ...findings.filter((one) => !alerts.includes(one))].slice(0, FINDINGS);
  return {
    step,
    timestamp: Date.parse(window.start) / 1000,
    values: {
      ...Object.fromEntries(data.map((datum) => [plainName(datum, NAMES), datum.value])),
      revision,
      findings: found.map(({ severity, message }) => `${severity}: ${message}`).join('\n'),
    },
  };
}
