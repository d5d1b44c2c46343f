import { spawn, spawnSync } from 'node:child_process';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileTable } from '../../lib/adapters/folder/table.ts';
import { asideKey } from '../../lib/pipeline/set-aside.ts';
import type { Claim, Shard } from '../../lib/pipeline/shard.ts';
import type { WindowResult } from '../../lib/results.ts';
import { bundledCli } from '../support/bundled-cli.ts';

const cli = await bundledCli();
const bundle = cli.script;
const folder = await mkdtemp(join(tmpdir(), 'driftwatch-cli-'));
const workspace = join(folder, 'workspace');
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  cli.remove();
});

function driftwatch(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('driftwatch', () => {
  let first: ReturnType<typeof driftwatch>;
  beforeAll(() => {
    expect(driftwatch('init', workspace)).toMatchObject({ status: 0 });
    first = driftwatch('run', workspace, 'credit-risk', '--json');
  }, 60_000);

  it('run finds the drifted day of the example, and says so by its exit code', () => {
    expect(first.status).toBe(1);
    const { windows, opened } = JSON.parse(first.stdout) as {
      windows: WindowResult[];
      opened: { cause: string }[];
    };
    expect(
      windows.map(({ findings }) => findings.some(({ severity }) => severity === 'alert')),
    ).toEqual([false, false, true]);
    expect(opened.map(({ cause }) => cause)).toContain('column income');
  });

  it('serve shows the overview, lets a run work meanwhile, and ends when it is told', async () => {
    const server = spawn(process.execPath, [bundle, 'serve', workspace]);
    try {
      const url = await new Promise<string>((resolve, reject) => {
        server.stdout.once('data', (data) => resolve(String(data).split('\n')[0] ?? ''));
        server.once('exit', () => reject(new Error('serve ended')));
      });
      const page = await fetch(url.replace('index.html', 'credit-risk/index.html'));
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('heat')]);
      expect(driftwatch('run', workspace).status).toBeLessThan(2);
    } finally {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      expect(await ended).toBe(0);
    }
  }, 60_000);

  it('run once more finds nothing new', () => {
    const again = driftwatch('run', workspace);
    expect(again).toMatchObject({ status: 0 });
    expect(again.stdout).toContain('read 0 predictions, judged 0 windows');
  });

  it('baseline prints what was frozen', () => {
    const { status, stdout } = driftwatch('baseline', workspace, 'credit-risk');
    expect(status).toBe(0);
    expect(stdout).toContain('baseline v1 of credit-risk: 3000 rows');
  });

  it('report writes the newest window, or the one that is named', async () => {
    const { status, stdout } = driftwatch('report', workspace, 'credit-risk');
    expect(status).toBe(0);
    const [written = '', page = ''] = stdout.trim().split('\n');
    const text = await readFile(written, 'utf8');
    expect(await readFile(page, 'utf8')).toContain('income: psi is');
    expect(text).toContain('income: psi is');
    const [earliest = ''] = (await readdir(join(workspace, 'results/credit-risk'))).sort();
    const day = earliest.slice('window='.length, 'window='.length + 10);
    expect(driftwatch('report', workspace, 'credit-risk', '--window', day).stdout).toContain(day);
  });

  it('thresholds shows how another threshold would have done, and refuses a window without labels', async () => {
    const [earliest = ''] = (await readdir(join(workspace, 'results/credit-risk'))).sort();
    const day = earliest.slice('window='.length, 'window='.length + 10);
    const args = ['thresholds', workspace, 'credit-risk', '--window', day];
    const { status, stdout } = driftwatch(...args, '--at', '0.2,0.8', '--json');
    expect(status).toBe(0);
    const rows = JSON.parse(stdout) as Record<string, { value: number }>[];
    expect(rows.map(({ threshold }) => threshold)).toEqual([0.2, 0.8]);
    expect(rows[0]?.recall?.value).toBeGreaterThan(rows[1]?.recall?.value ?? 1);
    expect(rows[0]?.precision?.value).toBeLessThan(rows[1]?.precision?.value ?? 0);
    expect(driftwatch(...args).stdout).toContain('score >=');
    const unlabelled = driftwatch('thresholds', workspace, 'credit-risk');
    expect(unlabelled.status).toBe(2);
    expect(unlabelled.stderr).toContain('there are no labelled predictions with a score');
  });

  it('promote refuses where there is no rollout', () => {
    const { status, stderr } = driftwatch('promote', workspace, 'credit-risk', 'v2');
    expect(status).toBe(2);
    expect(stderr).toContain('monitor credit-risk has no rollout');
  });

  it('audit verify passes what runs left, and ends with 1 where a record was altered', async () => {
    const whole = driftwatch('audit', 'verify', workspace, 'credit-risk');
    expect(whole.stdout).toMatch(/^credit-risk: 3 audit records, none altered, dropped or moved\n/);
    expect(whole.status).toBe(0);
    const { first } = JSON.parse(
      driftwatch('audit', 'verify', workspace, 'credit-risk', '--json').stdout,
    );
    const text = await readFile(join(workspace, first), 'utf8');
    await writeFile(join(workspace, first), text.replace('"outcome":"done"', '"outcome":"best"'));
    const broken = driftwatch('audit', 'verify', workspace, 'credit-risk');
    expect(broken.stdout).toContain(`ALTERED ${first} was altered`);
    expect(broken.status).toBe(1);
    await writeFile(join(workspace, first), text);
  });

  it('explain lists incidents, leads from one to its objects, and recomputes it', () => {
    const { status, stdout } = driftwatch('explain', workspace);
    expect(status).toBe(0);
    const [id = ''] = /^column income@\S+/m.exec(stdout) ?? [];
    const explained = driftwatch('explain', workspace, id);
    expect(explained).toMatchObject({ status: 0, stderr: '' });
    expect(explained.stdout).toMatch(/object +predictions\/credit-risk\/.*ETag [0-9a-f]{32}/);
    const replayed = driftwatch('explain', workspace, 'column inc', '--replay');
    expect(replayed.stdout).toMatch(/\nrecomputed: the same\n$/);
    expect(replayed.status).toBe(0);
    const printed = JSON.parse(driftwatch('explain', workspace, id, '--replay', '--json').stdout);
    expect(printed).toMatchObject({ incident: { id }, replay: { verdict: 'same' } });
  }, 120_000);

  it('backtest replays the history under two files side by side, and refuses one of another monitor', async () => {
    const proposed = join(folder, 'proposed.yaml');
    const own = await readFile(join(workspace, 'monitors/credit-risk.yaml'), 'utf8');
    await writeFile(
      proposed,
      `${own}effects: { psi: { max: 5 }, jensen_shannon: { max: 1 }, wasserstein_normalised: { max: 5 } }\n`,
    );
    const args = ['backtest', workspace, 'credit-risk', '--against', proposed];
    const { status, stdout } = driftwatch(...args, '--json');
    expect(status).toBe(0);
    const { schema, files } = JSON.parse(stdout) as {
      schema: number;
      files: { file: string; counts: { alerts: number } }[];
    };
    expect(schema).toBe(1);
    expect(files[0]?.counts.alerts).toBeGreaterThan(files[1]?.counts.alerts ?? 0);
    expect(driftwatch(...args).stdout).toContain('alerts a month');
    await writeFile(proposed, own.replace('monitor: credit-risk', 'monitor: other'));
    const wrong = driftwatch(...args);
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain('is of monitor other, not credit-risk');
    expect(driftwatch('backtest', workspace, 'credit-risk', '--since', 'soon').status).toBe(2);
  });

  it('results are as their schema says: what does not exist is null', async () => {
    for (const file of await readdir(join(workspace, 'results/credit-risk'))) {
      const result = JSON.parse(
        await readFile(join(workspace, 'results/credit-risk', file), 'utf8'),
      ) as WindowResult;
      for (const { value, low, high, reference, status, threshold } of result.measurements) {
        for (const number of [value, low, high, reference])
          expect(number === null || Number.isFinite(number)).toBe(true);
        expect(['ok', 'warning', 'alert', 'insufficient']).toContain(status);
        expect(
          threshold === null || ['default', 'monitor', 'calibrated'].includes(threshold.source),
        ).toBe(true);
      }
    }
  });

  it('catch-up runs until nothing is left, or leaves it to the schedule', async () => {
    const old = Array.from({ length: 300 }, (_, i) =>
      JSON.stringify({
        prediction_id: `old${i}`,
        predicted_at: '2026-01-02T10:00:00Z',
        p_default: 0.3,
        decision: 0,
        income: 40000 + i,
        age: 40,
        country: 'DE',
        product: 'card',
      }),
    );
    await writeFile(join(workspace, 'predictions/credit-risk/old.jsonl'), old.join('\n'));
    const args = ['catch-up', workspace, 'credit-risk', '--since', '2026-01-01'];
    const left = driftwatch(...args, '--leave');
    expect(left.status).toBe(0);
    expect(left.stdout).toContain(
      'the next scheduled runs of credit-risk look back to 2026-01-01T00:00:00Z',
    );
    expect(await readdir(join(workspace, 'results/credit-risk'))).toHaveLength(3);
    const { status, stdout } = driftwatch(...args.slice(0, 4), '2026-06-01T00:00:00Z');
    expect([0, 1]).toContain(status);
    expect(stdout).toContain('run 1: read 300 predictions, judged 1 window');
    expect(stdout).toContain('credit-risk has caught up since 2026-01-01T00:00:00Z');
    expect(await readdir(join(workspace, 'results/credit-risk'))).toContain(
      'window=2026-01-02T0000Z.json',
    );
  });

  it('replay lists what is set aside and reads it again', async () => {
    const args = ['replay', workspace, 'credit-risk'];
    expect(driftwatch(...args).stdout).toContain('nothing is set aside');
    const key = await setAside(1);
    expect(driftwatch(...args, '--list').stdout).toMatch(
      new RegExp(`^${key}: it failed \\(predictions-`),
    );
    const wrong = driftwatch(...args, 'predictions/credit-risk/other.csv');
    expect(wrong).toMatchObject({ status: 2 });
    expect(wrong.stderr).toContain('is no input of monitor credit-risk that is set aside');
    const other = driftwatch(...args, '--list', 'predictions/credit-risk/other.csv');
    expect(other).toMatchObject({ status: 2, stderr: wrong.stderr });
    const { stdout, stderr } = driftwatch(...args, key, '--json');
    expect(stderr).toBe('');
    const { inputs, run } = JSON.parse(stdout);
    expect(inputs).toEqual([{ key, outcome: 'claimed' }]);
    expect(run).toMatchObject({ status: 'done', failed: [], aside: [] });
    expect(run.shards.map(({ rows }: Shard) => rows).sort()).toEqual([3000, 6000]);
  }, 170_000);

  it('replay --leave leaves it to the next run', async () => {
    const key = await setAside(2);
    const left = driftwatch('replay', workspace, 'credit-risk', '--leave');
    expect(left).toMatchObject({ status: 0, stdout: `${key} is read again by the next run\n` });
    const { shards } = JSON.parse(driftwatch('run', workspace, 'credit-risk', '--json').stdout);
    expect(shards.map(({ rows }: Shard) => rows)).toEqual([3000, 3000]);
  }, 170_000);

  it('says that there was nothing to catch up with', () => {
    const args = ['catch-up', workspace, 'credit-risk', '--since', '2026-01-01'];
    const { status, stdout } = driftwatch(...args);
    expect(status).toBe(0);
    expect(stdout).toBe(
      'credit-risk has caught up since 2026-01-01T00:00:00Z: there was nothing left to read\n',
    );
  });

  it.each(['run', 'replay'])('%s ends with 3 where another run is at work', async (command) => {
    const table = await FileTable.open(join(workspace, '.state', 'table.duckdb'));
    const { status, stderr } = driftwatch(command, workspace, 'credit-risk');
    table.close();
    expect(stderr).toMatch(/^another run is at work on this workspace/);
    expect(stderr).not.toContain('    at ');
    expect(status).toBe(3);
  });

  it.each([
    [['run', 's3://bucket/folder'], 's3://bucket/folder names no bucket'],
    [['run', 's3://'], 's3:// names no bucket'],
    [['catch-up', workspace, 'credit-risk'], "required option '--since <date>'"],
    [['catch-up', workspace, 'credit-risk', '--since', 'May'], '--since May is no date'],
    [['catch-up', workspace, 'credit-risk', '--since', '2026-02-30'], 'is no date'],
    [['catch-up', workspace, 'credit-risk', '--since', '2999-01-01'], 'is in the future'],
    [['run', join(folder, 'nowhere')], 'is no workspace'],
    [['run', workspace, 'unknown'], 'holds no monitor unknown; there is credit-risk'],
    [['init', workspace], 'is a workspace already'],
    [['report', workspace, 'credit-risk', '--window', 'noon'], '--window noon is no time'],
    [['report', workspace, 'credit-risk', '--window', '2001-01-01'], 'has been judged'],
    [['run', workspace, '--threads', '0'], 'whole number'],
    [['explain', workspace, 'column nothing'], 'had no incident "column nothing"'],
    [['explain', workspace, 'column'], 'write more of the id'],
    [['audit', 'verify', workspace], "missing required argument 'monitor'"],
    [['audit', 'verify', workspace, 'unknown'], 'holds no monitor unknown'],
    [['launch'], 'unknown command'],
  ])('%j ends with 2 and a sentence', (args, message) => {
    const { status, stderr } = driftwatch(...args);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
    expect(status).toBe(2);
  });

  it('approve lists what waits, and sends it with who approved it', async () => {
    const manual = join(folder, 'manual');
    driftwatch('init', manual);
    const file = join(manual, 'monitors/credit-risk.yaml');
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace('cooldown: 7d', 'approve: manual'),
    );
    expect(driftwatch('approve', manual).stdout).toBe('nothing waits for approval\n');
    const run = driftwatch('run', manual).stdout;
    const [, id = ''] = /no retraining requested: request (\w+) waits for approval/.exec(run) ?? [];
    const { stdout } = driftwatch('approve', manual);
    expect(stdout).toContain(`driftwatch approve ${manual} credit-risk ${id}`);
    const outbox = join(manual, 'outbox/credit-risk');
    const requests = async () =>
      (await readdir(outbox)).filter((one) => one.startsWith('retraining'));
    expect(await requests()).toEqual([]);
    expect(driftwatch('approve', manual, 'credit-risk', id, '--by', 'Ada')).toMatchObject({
      status: 0,
      stdout: `credit-risk: request ${id} was approved and sent\n`,
    });
    const [sent = ''] = await requests();
    const { approved } = JSON.parse(await readFile(join(outbox, sent), 'utf8'));
    expect(approved.by).toBe('Ada');
    const again = driftwatch('approve', manual, 'credit-risk', id, '--reject');
    expect(again).toMatchObject({ status: 2, stderr: expect.stringContaining('was sent by Ada') });
  }, 60_000);

  it('a wrong monitor file ends with 2 and the path of the key', async () => {
    const other = join(folder, 'wrong');
    driftwatch('init', other);
    const file = join(other, 'monitors/credit-risk.yaml');
    await writeFile(file, (await readFile(file, 'utf8')).replace('task: binary', 'task: guess'));
    expect(driftwatch('run', other)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('task'),
    });
    await appendFile(file, '\n[');
    expect(driftwatch('run', other).status).toBe(2);
  });

  it('a monitor without a baseline ends with 2 and says where to drop one', async () => {
    const bare = join(folder, 'bare');
    driftwatch('init', bare);
    await rm(join(bare, 'baselines'), { recursive: true });
    const { status, stderr } = driftwatch('run', bare);
    expect(status).toBe(2);
    expect(stderr).toContain(join('baselines', 'credit-risk', 'v1'));
  });
});

/** Has the table say what it says after an input of the first claim was set aside; returns its key. */
async function setAside(place: number): Promise<string> {
  const table = await FileTable.open(join(workspace, '.state', 'table.duckdb'));
  const claims = (await table.query('credit-risk', 'claim#predictions/')) as Claim[];
  const claim = claims.find(({ objects }) => objects.length === 3) as Claim;
  const shard = (await table.get('credit-risk', `shard#${claim.shards[0]}`)) as Shard;
  const note = { key: claim.objects[place]?.key ?? '', shard: shard.id, reason: 'it failed' };
  await table.write('credit-risk', [
    { put: { ...shard, aside: { [note.key]: note.reason } } },
    { put: { sk: asideKey(note), ...note } },
  ]);
  table.close();
  return note.key;
}
