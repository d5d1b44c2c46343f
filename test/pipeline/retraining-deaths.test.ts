import { afterAll, describe, expect, it } from 'vitest';
import { answerRequest, awaitingApproval } from '../../lib/pipeline/approve-retraining.ts';
import { conclude } from '../../lib/pipeline/conclude.ts';
import { dueWindows } from '../../lib/pipeline/due-windows.ts';
import { plan } from '../../lib/pipeline/plan.ts';
import type { Ports } from '../../lib/pipeline/ports.ts';
import { profileShard } from '../../lib/pipeline/profile-shard.ts';
import { workWindow } from '../../lib/pipeline/work-window.ts';
import { TODAY } from '../support/example-workspace.ts';
import { Killed, mortalPorts } from '../support/mortal-ports.ts';
import {
  daysLater,
  judgedExample,
  policedExample,
  removeExamples,
} from '../support/retraining-example.ts';

afterAll(removeExamples);

async function dies(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => false,
    (error) => {
      if (!(error instanceof Killed)) throw error;
      return true;
    },
  );
}

/** The example with its windows judged, and nothing concluded yet; what the conclusion is to be told. */
async function unconcluded(policy: object) {
  const played = await policedExample(policy);
  const { monitor, within } = played;
  const input = { monitor, run: 'first', now: TODAY };
  const { shards } = await within(async (ports) => {
    const planned = await plan(ports, input);
    for (const { shard } of planned.shards) await profileShard(ports, { ...input, shard });
    for (const { window } of (await dueWindows(ports, input)).windows)
      await workWindow(ports, { ...input, window });
    return planned;
  });
  await played.keep();
  const concluding = (ports: Ports) => conclude(ports, { ...input, shards });
  return { ...played, concluding };
}

describe('a request is sent once, with one id', () => {
  it('wherever the run that asks for it dies', async () => {
    const { within, run, restore, requests, concluding } = await unconcluded({});
    for (let fatal = 0, died = true; died; fatal++) {
      await restore();
      died = await within((ports) => dies(concluding(mortalPorts(ports, fatal).ports)));
      if (!died) expect(fatal).toBeGreaterThan(8);
      // By then the lease of one that died has run out.
      await run(daysLater(1));
      expect(await requests()).toHaveLength(1);
    }
  }, 240_000);

  it('after one message, wherever the run dies that asks a person', async () => {
    const played = await unconcluded({ approve: 'manual' });
    const { monitor, within, run, restore, requests, approvals, concluding } = played;
    for (let fatal = 0, died = true; died; fatal++) {
      await restore();
      died = await within((ports) => dies(concluding(mortalPorts(ports, fatal).ports)));
      await run(daysLater(1));
      expect(await requests()).toEqual([]);
      const waiting = await within((ports) => awaitingApproval(ports, monitor));
      const asked = (await approvals()).map(({ json }) => json.approval.request);
      expect(asked).toEqual([waiting?.request]);
    }
  }, 240_000);

  it('wherever the approval dies', async () => {
    const played = await judgedExample({ approve: 'manual' });
    const { monitor, within, run, keep, restore, requests, first } = played;
    const request = /request (\w+)/.exec(first.retraining.reason)?.[1] ?? '';
    const answer = (days: number) =>
      ({ request, approve: true, by: 'Ada', now: daysLater(days) }) as const;
    await keep();
    for (let fatal = 0, died = true; died; fatal++) {
      await restore();
      died = await within((ports) =>
        dies(answerRequest(mortalPorts(ports, fatal).ports, monitor, answer(1))),
      );
      if (!died) expect(fatal).toBeGreaterThan(4);
      const sentBefore = await requests();
      await run(daysLater(2));
      if (await within((ports) => awaitingApproval(ports, monitor))) {
        expect(sentBefore).toEqual([]);
        await within((ports) => answerRequest(ports, monitor, answer(3)));
      }
      expect((await requests()).map(({ id }) => id)).toEqual([request]);
    }
  }, 240_000);
});
