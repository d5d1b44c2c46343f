import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GOLDEN } from '../../golden/golden-data.ts';
import type { ClientConfig } from '../support/emulator-clients.ts';
import { postEvent } from '../support/post-event.ts';
import { waitFor } from '../support/report.ts';
import type { Scene } from '../support/scene.ts';
import { succeeding } from '../support/succeeding.ts';
import { csv } from '../support/text.ts';
import { TOKEN } from './collected.ts';

const IRIS = 'recorded-iris';
/** Of the recorded answers to questions of four numbers; KServe's logger sent them. */
const DAY = '2021-04-10';
const MEANS = { sepal_length: 6.4, sepal_width: 3.1, petal_length: 4.65, petal_width: 1.5 };

/** The events that KServe and Seldon Core were recorded to send, of all kinds of models, sent to one that knows four numbers. */
export async function recordedEvents(scene: Scene, client: ClientConfig): Promise<void> {
  const { account, outputs, report } = scene;
  if (!existsSync(join(GOLDEN, 'formats')) && !process.env.CI) {
    report.note('left out: the recorded events are not beside this checkout');
    return;
  }
  const flowers = Array.from({ length: 60 }, (_, i) => ({
    ...{ sepal_length: 5 + (i % 20) / 10, sepal_width: 2.5 + (i % 9) / 10 },
    ...{ petal_length: 1.5 + (i % 40) / 10, petal_width: 0.2 + (i % 20) / 10, species: i % 3 },
  }));
  const columns = [...Object.keys(MEANS), 'species'] as (keyof (typeof flowers)[number])[];
  await account.drop(outputs.Bucket, `baselines/${IRIS}/v1/reference.csv`, csv(flowers, columns));
  const url = `${outputs.CollectorUrl}${IRIS}?key=${TOKEN}`;
  const taken: number[] = [];
  for (const { headers, body } of [...ofKServe(), ...ofSeldon()])
    taken.push(await postEvent(client, url, headers, body));
  report.check(
    'recorded events are taken, but for those of outlier detectors',
    taken.filter((status) => status === 202).length > 30 &&
      taken.every((status) => status === 202 || status === 400),
    taken,
  );
  await waitFor('the collected log', 180, async () => {
    const keys = await account.keys(outputs.Bucket, `predictions/${IRIS}/collected/`);
    const texts = await Promise.all(keys.map((key) => account.text(outputs.Bucket, key)));
    return texts.some((text) => text.includes('2021-04-10T01:'));
  });
  await succeeding(scene, IRIS, 'a run over them');
  const key = `results/${IRIS}/window=${DAY}T0000Z.json`;
  const result = JSON.parse(await account.text(outputs.Bucket, key));
  const means = Object.fromEntries(
    Object.keys(MEANS).map((name) => [
      name,
      result.measurements.find(
        (one: Record<string, unknown>) =>
          one.metric === 'mean' && one.column === name && one.segment === null,
      )?.value,
    ]),
  );
  const isRight = Object.entries(MEANS).every(
    ([name, mean]) => Math.abs(Number(means[name]) - mean) < 1e-9,
  );
  report.check(
    'four rows of that day are measured, with their means',
    result.rows === 4 && isRight,
    [result.rows, means],
  );
  const rejected = await account.keys(outputs.Bucket, `rejected/${IRIS}/`);
  const kept = (await Promise.all(rejected.map((one) => account.text(outputs.Bucket, one)))).join(
    '',
  );
  report.check('what is no question of four numbers is kept', kept.includes('PNG'), rejected);
}

interface Sent {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Structured events. */
function ofKServe(): Sent[] {
  return read('kserve/cloudevents_dumped.json').map(({ attributes, extensions, data }) => ({
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify({ ...(attributes as object), ...(extensions as object), data }),
  }));
}

/** Binary events. */
function ofSeldon(): Sent[] {
  return read('seldon/request_logger_cloudevents.json').map(({ headers, body }) => ({
    headers: headers as Record<string, string>,
    body: JSON.stringify(body),
  }));
}

function read(file: string): Record<string, unknown>[] {
  return JSON.parse(readFileSync(join(GOLDEN, 'formats', file), 'utf8'));
}
