import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Shard } from '../../../lib/pipeline/shard.ts';
import type { Account } from '../support/account.ts';
import { driftwatch } from '../support/driftwatch.ts';
import { ended, startRun } from '../support/executions.ts';
import { ledgerOf } from '../support/ledger.ts';
import { type Loan, loansOf } from '../support/loans.ts';
import { THEIR_BUCKET } from '../support/other-account.ts';
import { daysAgo, type Scene, THEIR_LOANS } from '../support/scene.ts';
import { succeeding } from '../support/succeeding.ts';
import {
  countLoans,
  deliver,
  logged,
  nameOf,
  noteOutcomes,
  type Seen,
} from '../support/their-logs.ts';
import { expectCounts } from './expect-counts.ts';

const PROFILE = 'StepsProfileFunction';
/** From this try on objects are read one by one. */
const CAREFUL_FROM = 3;
const TRIES_OF_A_RUN = 5;
const RUN_SECONDS = 120;
const HOUR = 3_600_000;

/**
 * One object is cut off, and whoever reads another dies. The third is measured; the first is rejected, the second set aside
 * until `driftwatch replay` has it read again. `meanwhile` is done while it is tried.
 */
export async function poisonObject(
  scene: Scene,
  theirs: Account,
  seen: Seen,
  meanwhile: () => Promise<void>,
): Promise<void> {
  const { account, outputs, report } = scene;
  const day = daysAgo(scene, 1);
  const loans = loansOf(day, 600, 31);
  const [good, poison, broken] = [loans.slice(0, 300), loans.slice(300, 500), loans.slice(500)];
  await noteOutcomes(account, loans);
  await deliver(theirs, day, '', logged(good));
  // It takes seconds to read.
  const heavy = logged(poison).map((loan) => ({ ...loan, payload: 'x'.repeat(250_000) }));
  const poisonKey = await deliver(theirs, new Date(day.getTime() + 8 * HOUR), '.gz', heavy);
  const cut = gzipSync(JSON.stringify(logged(broken))).subarray(0, 2000);
  await theirs.drop(THEIR_BUCKET, `${poisonKey.replace(/\.gz$/, '')}-cut-off.gz`, cut);

  const run = await startRun(account, outputs.StateMachine, THEIR_LOANS);
  const end = ended(account, run, RUN_SECONDS);
  const [killed, { output }] = await Promise.all([
    killReaders(scene, nameOf(poisonKey), end),
    end,
    meanwhile(),
  ]);
  report.check(
    'an object kills every worker that reads it; the run leaves its shard to the next one',
    killed === TRIES_OF_A_RUN && /"left": ?1\b/.test(output),
    `killed ${killed}: ${output}`,
  );
  const next = await succeeding(scene, THEIR_LOANS, 'the next run');
  report.check('it sets the object aside', /"aside": ?1\b/.test(next.output), next.output);
  const expectDay = (read: readonly Loan[], rejected: number) =>
    expectCounts(scene, {
      monitor: THEIR_LOANS,
      column: 'income',
      windows: countLoans({
        loans: [...seen.loans, ...read],
        known: [...seen.known, ...loans],
      }),
      rejected: (of) => (of === day.toISOString().slice(0, 10) ? rejected : 0),
    });
  await expectDay(good, 2);
  const replayed = await driftwatch(scene, 'replay', THEIR_LOANS);
  report.note(replayed.stdout.trim().split('\n').slice(0, 3).join('\n      '));
  const isAgain = replayed.stdout.includes(`${nameOf(poisonKey)} is read again`);
  report.check('driftwatch replay reads it again', isAgain && replayed.status === 0, replayed);
  await expectDay([...good, ...poison], 1);
  await expectKept(scene);
}

/** Kills whoever reads the object: it alone where objects are read one by one. How often, until `end`. */
async function killReaders(
  { account, outputs, workers }: Scene,
  name: string,
  end: Promise<unknown>,
): Promise<number> {
  const killed = new Set<number>();
  let over = false;
  end
    .catch(() => {})
    .finally(() => {
      over = true;
    });
  while (!over) {
    const ledger = await ledgerOf(account, outputs.Table, THEIR_LOANS);
    const shards = (ledger.get('shard') ?? []) as unknown as Shard[];
    const open = shards.find(({ state, tries }) => state === 'claimed' && tries > 0);
    const isAtIt = open && (open.tries < CAREFUL_FROM || open.reading === name);
    if (isAtIt && !killed.has(open.tries)) {
      for (const pid of workers(PROFILE)) process.kill(pid, 'SIGKILL');
      killed.add(open.tries);
    }
    await sleep(20);
  }
  return killed.size;
}

/** What is cut off stays in rejected/, and what was set aside no longer does. */
async function expectKept({ account, outputs, report }: Scene): Promise<void> {
  const keys = await account.keys(outputs.Bucket, `rejected/${THEIR_LOANS}/`);
  const texts = await Promise.all(keys.map((key) => account.text(outputs.Bucket, key)));
  const lines = texts.flatMap((text) =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  );
  report.check(
    'rejected/ holds the object that is cut off, and no other',
    lines.length === 1 && String(lines[0].source).endsWith('-cut-off.gz'),
    lines,
  );
}
