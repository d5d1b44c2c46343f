import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import type { Account } from '../support/account.ts';
import { failuresOf, runNow } from '../support/executions.ts';
import { daysAgo, HOUSE_PRICES, type Scene, windowOf } from '../support/scene.ts';
import { csv } from '../support/text.ts';
import { uniform } from '../support/uniform.ts';

const TABLE = 'house-price-log';
const ROWS = 500;

/** The table that a model writes its predictions to: it stands before the stack does. */
export async function makeTableLog(account: Account, day: Date): Promise<void> {
  const attribute = (name: string) => ({ AttributeName: name, AttributeType: 'S' as const });
  await account.dynamoDb.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [attribute('model'), attribute('at')],
      KeySchema: [
        { AttributeName: 'model', KeyType: 'HASH' },
        { AttributeName: 'at', KeyType: 'RANGE' },
      ],
    }),
  );
  const requests = houses(day, ROWS, 5).map(({ prediction_id, at, price, sold_for, area }) => ({
    PutRequest: {
      Item: {
        model: { S: 'prices' },
        at: { S: at },
        prediction_id: { S: prediction_id },
        price: { N: String(price) },
        sold_for: { N: String(sold_for) },
        area: { N: String(area) },
      },
    },
  }));
  await account.writeItems(TABLE, requests);
}

/** Reads the log from the table by time, with a run started as the schedule would. */
export async function tableLog(scene: Scene): Promise<void> {
  const { account, outputs, report } = scene;
  await expectFailure(scene);
  const reference = houses(daysAgo(scene, 9), 2000, 4);
  const body = csv(reference, ['price', 'sold_for', 'area']);
  await account.drop(outputs.Bucket, `baselines/${HOUSE_PRICES}/v1/reference.csv`, body);
  const run = await runNow(account, outputs.StateMachine, HOUSE_PRICES);
  const why = run.status === 'SUCCEEDED' ? '' : await failuresOf(account, run.arn);
  report.check('a run over a DynamoDB table succeeded', run.status === 'SUCCEEDED', why);
  const key = `results/${HOUSE_PRICES}/${windowOf(daysAgo(scene, 1))}.json`;
  const result = JSON.parse(await account.text(outputs.Bucket, key));
  report.check(
    `it read all ${ROWS} items with their labels`,
    result.rows === ROWS && result.labelled === ROWS,
    result,
  );
}

/** Without a baseline a run fails, says so, and gives the monitor back. */
async function expectFailure({ account, outputs, report }: Scene): Promise<void> {
  const run = await runNow(account, outputs.StateMachine, HOUSE_PRICES);
  report.check('a run without a baseline fails', run.status === 'FAILED', run);
  const [key = ''] = await account.keys(outputs.Bucket, `audit/${HOUSE_PRICES}/`);
  const { outcome, error } = JSON.parse(await account.text(outputs.Bucket, key));
  const says = `s3://${outputs.Bucket}/baselines/${HOUSE_PRICES}/v1/`;
  const told = outcome === 'failed' && String(error).includes(says);
  report.check('its audit record says what to do', told, error);
}

function houses(day: Date, rows: number, seed: number) {
  const random = uniform(seed);
  return Array.from({ length: rows }, (_, i) => {
    const area = Math.round(40 + 160 * random());
    const price = 3000 * area;
    return {
      prediction_id: `house-${i}`,
      at: new Date(day.getTime() + Math.floor((i * 86_400_000) / rows)).toISOString(),
      price,
      sold_for: Math.round(price * (0.9 + 0.2 * random())),
      area,
    };
  });
}
