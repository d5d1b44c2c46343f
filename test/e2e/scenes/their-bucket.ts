import type { Account } from '../support/account.ts';
import { driftwatch } from '../support/driftwatch.ts';

import { type Loan, loansOf } from '../support/loans.ts';
import { THEIR_BUCKET } from '../support/other-account.ts';
import { daysAgo, type Scene, THEIR_LOANS } from '../support/scene.ts';
import { succeeding } from '../support/succeeding.ts';
import { csv } from '../support/text.ts';
import {
  countLoans,
  deliver,
  logged,
  noteOutcomes,
  type Seen,
  theirObjects,
} from '../support/their-logs.ts';
import { expectCounts } from './expect-counts.ts';
import { expectLedger } from './expect-ledger.ts';

const ROWS = 600;
/** Older than `look_back`. */
const HISTORY_DAYS = 40;

/**
 * Firehose's objects in another account's bucket, read through a role of that account, and labels that are looked up by
 * id; then history that only `driftwatch catch-up` looks for. Returns what the monitor has seen.
 */
export async function theirBucket(scene: Scene, theirs: Account): Promise<Seen> {
  const { account, outputs, report } = scene;
  const reference = csv(loansOf(daysAgo(scene, 9), 2000, 21), [
    'p_default',
    'defaulted',
    'income',
    'region',
  ]);
  await account.drop(outputs.Bucket, `baselines/${THEIR_LOANS}/v1/reference.csv`, reference);
  const day = daysAgo(scene, 2);
  const loans = loansOf(day, ROWS, 22);
  const known = loans.slice(0, 500);
  await noteOutcomes(account, known);
  const keys = await deliverDay(theirs, day, loans);
  report.check('nobody else may read the bucket', await isRefused(account, keys[0] ?? ''));
  const first = await succeeding(scene, THEIR_LOANS, 'a run over it');
  report.note(first.output.slice(0, 300));
  await expectLoans(scene, theirs, { loans, known });

  const history = loansOf(daysAgo(scene, HISTORY_DAYS), ROWS, 23);
  await noteOutcomes(account, history);
  const before = await account.etags(outputs.Bucket, `results/${THEIR_LOANS}/`);
  await deliver(theirs, daysAgo(scene, HISTORY_DAYS), '', logged(history));
  const second = await succeeding(scene, THEIR_LOANS, 'a second run');
  const after = await account.etags(outputs.Bucket, `results/${THEIR_LOANS}/`);
  const same = JSON.stringify([...after]) === JSON.stringify([...before]);
  report.check(
    'it reads nothing, not what lies in a folder from before look_back either',
    same && /"shards": ?0\b/.test(second.output),
    second.output,
  );
  const since = daysAgo(scene, HISTORY_DAYS + 1).toISOString();
  const caughtUp = await driftwatch(scene, 'catch-up', THEIR_LOANS, '--since', since);
  report.note(caughtUp.stdout.trim().replaceAll('\n', '\n      '));
  report.check('driftwatch catch-up s3://bucket exits with 0', caughtUp.status === 0, caughtUp);
  const seen = { loans: [...loans, ...history], known: [...known, ...history] };
  await expectLoans(scene, theirs, seen);
  return seen;
}

/** In as many ways as there are to name and compress it. */
async function deliverDay(theirs: Account, day: Date, loans: readonly Loan[]): Promise<string[]> {
  const suffixes = ['', '.gz', '.log.gz', '.firehose-1'];
  const size = Math.ceil(loans.length / suffixes.length);
  return Promise.all(
    suffixes.map((suffix, i) => {
      const hour = new Date(day.getTime() + 6 * i * 3_600_000);
      return deliver(theirs, hour, suffix, logged(loans.slice(i * size, (i + 1) * size)));
    }),
  );
}

async function isRefused(account: Account, key: string): Promise<boolean> {
  const refusal = await account.text(THEIR_BUCKET, key).catch(({ name }: Error) => name);
  return refusal === 'AccessDenied';
}

/** Exactly these rows with these labels, each object held once, nothing rejected and nothing set aside. */
async function expectLoans(scene: Scene, theirs: Account, seen: Seen): Promise<void> {
  const { account, outputs, report } = scene;
  const windows = countLoans(seen);
  await expectCounts(scene, { monitor: THEIR_LOANS, column: 'income', windows });
  await expectLedger(scene, THEIR_LOANS, await theirObjects(theirs));
  const rejected = await account.keys(outputs.Bucket, `rejected/${THEIR_LOANS}/`);
  report.check('nothing was rejected', rejected.length === 0, rejected);
}
