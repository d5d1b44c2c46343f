import type { Claim, Shard } from '../../../lib/pipeline/shard.ts';
import { ledgerOf } from '../support/ledger.ts';
import { CREDIT_RISK, daysAgo, type Scene, windowOf } from '../support/scene.ts';

/** The objects and items that a run leaves. */
export async function expectWorkspace(scene: Scene): Promise<void> {
  const { account, outputs, report } = scene;
  const window = windowOf(daysAgo(scene, 2));
  const keys = (prefix: string) => account.keys(outputs.Bucket, prefix);
  const text = async (key: string) => JSON.parse(await account.text(outputs.Bucket, key));
  const result = await text(`results/${CREDIT_RISK}/${window}.json`);
  const psi = result.measurements.find(
    (one: { metric: string; column: string; segment: null }) =>
      one.metric === 'psi' && one.column === 'income' && one.segment === null,
  );
  report.check(
    'the result is of schema 1 and counts rows',
    result.schema === 1 && result.rows === 3000,
  );
  report.check('psi of income is an alert', psi?.status === 'alert', psi);
  report.check('all labels were joined', result.labelled === 3000, result.labelled);
  const profiles = await keys(`profiles/${CREDIT_RISK}/${window}/`);
  report.check('profiles lie there, the outcome with them', profiles.length === 2, profiles);
  const staged = await keys(`staged/${CREDIT_RISK}/${window}/`);
  report.check('normalised predictions lie there', staged.length === 1, staged);
  const rejected = await keys(`rejected/${CREDIT_RISK}/`);
  const lines = await Promise.all(rejected.map((key) => account.text(outputs.Bucket, key)));
  const kept = (source: string) => lines.some((text) => text.includes(source));
  report.check('the broken line was kept with its source', kept('morning.jsonl.gz'), lines);
  report.check('so was the label without an id', kept('later.csv'), lines);
  const audit = await keys(`audit/${CREDIT_RISK}/`);
  const records = await Promise.all(audit.map(text));
  const alerting = records.filter(({ acted }) => acted?.opened.length > 0);
  report.check('one audit record tells of the alert', alerting.length === 1, audit);
  const monitor = await text(`monitors/${CREDIT_RISK}.yaml`);
  report.check('the configuration is on record', monitor.monitor === CREDIT_RISK);
  await expectItems(scene);
}

async function expectItems({ account, outputs, report }: Scene): Promise<void> {
  const ledger = await ledgerOf(account, outputs.Table, CREDIT_RISK);
  const of = <T>(kind: string) => (ledger.get(kind) ?? []) as unknown as T[];
  const claimed = of<Claim>('claim').map(({ kind, objects }) => `${kind} ${objects.length}`);
  report.check(
    'three objects were claimed into two shards',
    claimed.join() === 'labels 1,predictions 2' && of('shard').length === 2,
    claimed,
  );
  // Labels that were read beside their predictions are looked at again when their time is over.
  const undone = of<Shard>('shard').filter(
    ({ kind, state }) => state !== 'done' && !(kind === 'labels' && state === 'waiting'),
  );
  report.check('both shards are done', undone.length === 0, undone);
  report.check('the window is on record', of('window').length >= 1, [...ledger.keys()]);
  report.check('its incidents are on record', of('incident').length >= 1);
}
