import { setTimeout as sleep } from 'node:timers/promises';
import { deliveriesOf, type Wave } from '../support/deliveries.ts';
import { ended, failuresOf, runNow, startRun, stateOf } from '../support/executions.ts';
import { expectedWindows } from '../support/expected-windows.ts';
import { daysAgo, MANY_OBJECTS, type Scene } from '../support/scene.ts';
import { csv, jsonLines } from '../support/text.ts';
import { uniform } from '../support/uniform.ts';
import { expectCounts } from './expect-counts.ts';
import { expectLedger } from './expect-ledger.ts';
import { fireTwice } from './fired-twice.ts';
import { killWorkers } from './kill-workers.ts';

const DAYS = 5;
const LONGEST_RUN_SECONDS = 600;
const [PROFILE, WINDOW] = ['StepsProfileFunction', 'StepsWindowFunction'];

/**
 * 10,000 objects of predictions and 100,000 labels, in any order, some twice, some corrected, while workers die: every window
 * counts what its rows say.
 */
export async function manyObjects(scene: Scene): Promise<void> {
  const { account, outputs, report } = scene;
  const { Bucket, StateMachine } = outputs;
  const waves = deliveriesOf(daysAgo(scene, DAYS + 1), DAYS, 11);
  const baseline = csv(reference(), ['score', 'label', 'x']);
  await account.drop(Bucket, `baselines/${MANY_OBJECTS}/v1/reference.csv`, baseline);
  await dropWave(scene, waves[0]);

  report.step('a run over 6000 objects: workers die, and more objects come meanwhile');
  const first = await startRun(account, StateMachine, MANY_OBJECTS);
  const end = ended(account, first, LONGEST_RUN_SECONDS);
  const dying = killWorkers(
    scene,
    [
      { step: PROFILE, count: 3 },
      { step: WINDOW, count: 2 },
    ],
    1,
    end,
  );
  while (['', 'Plan'].includes(await stateOf(account, first))) await sleep(500);
  await dropWave(scene, waves[1]);
  const { status } = await end;
  report.check('it succeeds', status === 'SUCCEEDED', await failuresOf(account, first));
  const killed = await dying;
  report.note(`killed: ${JSON.stringify(killed)}`);
  report.check('workers of both steps were killed', Object.values(killed).every(Boolean), killed);

  report.step('the schedule fires twice over the other 4000 objects; workers die again');
  const twice = fireTwice(scene, MANY_OBJECTS, LONGEST_RUN_SECONDS);
  const again = await killWorkers(
    scene,
    [
      { step: PROFILE, count: 2 },
      { step: WINDOW, count: 1 },
    ],
    2,
    twice,
  );
  await twice;
  report.note(`killed: ${JSON.stringify(again)}`);

  report.step('a run that finishes what is left');
  const last = await runNow(account, StateMachine, MANY_OBJECTS);
  report.note(last.output.slice(0, 600));
  const windows = expectedWindows(waves);
  await expectCounts(scene, { monitor: MANY_OBJECTS, column: 'x', windows });
  const [predictions, labels] = await Promise.all(
    ['predictions', 'labels'].map((kind) => account.etags(Bucket, `${kind}/${MANY_OBJECTS}/`)),
  );
  await expectLedger(scene, MANY_OBJECTS, new Map([...(predictions ?? []), ...(labels ?? [])]));
}

/** Each in an order of its own, so that labels come before and after what they are labels of. */
async function dropWave({ account, outputs, report }: Scene, wave: Wave): Promise<void> {
  const began = Date.now();
  const of = (kind: 'predictions' | 'labels') =>
    (wave[kind] as readonly { key: string; rows: readonly object[] }[]).map(({ key, rows }) => ({
      key: `${kind}/${MANY_OBJECTS}/${key}`,
      body: jsonLines(rows),
    }));
  const { Bucket } = outputs;
  await Promise.all([
    account.dropAll(Bucket, of('predictions')),
    account.dropAll(Bucket, of('labels'), 1),
  ]);
  const count = wave.predictions.length + wave.labels.length;
  report.note(`dropped ${count} objects in ${((Date.now() - began) / 1000).toFixed(0)} s`);
}

function reference() {
  const random = uniform(12);
  return Array.from({ length: 2000 }, () => ({
    score: Math.floor(64 * random()) / 64,
    label: random() < 0.4 ? 1 : 0,
    x: Math.floor(1000 * random()),
  }));
}
