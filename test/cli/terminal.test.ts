import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundledCli } from '../support/bundled-cli.ts';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const cli = await bundledCli();
const bundle = cli.script;
const folder = await mkdtemp(join(tmpdir(), 'driftwatch-terminal-'));
const example = join(folder, 'example');
const PLAIN = { NO_COLOR: '', FORCE_COLOR: '', CI: '' };

beforeAll(() => {
  expect(piped('init', example).status).toBe(0);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  cli.remove();
});

function piped(...args: string[]) {
  return spawnSync(process.execPath, [bundle, ...args], { encoding: 'utf8' });
}

/** In a terminal, whose screen stdout and stderr share. */
function onScreen(command: readonly string[], env: Record<string, string> = {}) {
  const terminal = join(REPOSITORY, 'test/support/in-terminal.py');
  const { status, stdout, error } = spawnSync('python3', [terminal, ...command], {
    encoding: 'utf8',
    input: '',
    env: { ...process.env, ...PLAIN, TERM: 'xterm-256color', ...env },
  });
  if (error) throw new Error(`this test needs python3: ${error.message}`);
  return { status, screen: stdout };
}

async function copyOfExample(name: string): Promise<string> {
  const copy = join(folder, name);
  await cp(example, copy, { recursive: true });
  return copy;
}

const ESCAPE = '\u001b';

describe('driftwatch run', () => {
  it('shows on a terminal how far it is, in rows, objects and time left, and then the findings in colour', async () => {
    const { status, screen } = onScreen([
      process.execPath,
      bundle,
      'run',
      await copyOfExample('a'),
    ]);
    expect(status).toBe(1);
    expect(screen).toMatch(/credit-risk {2}reading [█░]+ 1\/2 shards, 9,000 rows of 3 objects/);
    expect(screen).toMatch(/reading █+ 2\/2 shards, 15,000 rows of 5 objects/);
    expect(screen).toMatch(/judging [█░]+ 1\/3 windows.*about \d+ s left/);
    expect(screen).toContain(`${ESCAPE}[31mALERT${ESCAPE}[39m`);
    expect(screen).toContain(`▁▁${ESCAPE}[31m█`);
    // The bar is gone when it is over, and the cursor is back.
    expect(screen.lastIndexOf(`${ESCAPE}[?25h`)).toBeGreaterThan(screen.lastIndexOf('3/3 windows'));
    expect(screen.indexOf('read 9000 predictions')).toBeGreaterThan(
      screen.lastIndexOf('3/3 windows'),
    );
  }, 120_000);

  it('shows nothing of it in a pipe, and no colour; the findings stand in a table, with the line to copy', async () => {
    const workspace = await copyOfExample('b');
    const { status, stdout, stderr } = piped('run', workspace);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).not.toContain(ESCAPE);
    expect(stdout).toMatch(
      /│ ALERT +│ [\d-]+ +│ income +│ wasserstein_normalised +│ ▁▁█ +│ 0\.8\d+ +│ <= 0\.1 +│ psi 0\.6\d+, jensen_shannon 0\.3\d+; 2 slices, most/,
    );
    const [line = ''] = /^ {2}(driftwatch explain .*)$/m.exec(stdout)?.slice(1) ?? [];
    expect(line).toMatch(/"column income@/);
    const id = line.slice(line.indexOf('"') + 1, -1);
    const explained = piped('explain', workspace, id);
    expect(explained).toMatchObject({ status: 0, stdout: expect.stringContaining('result') });
  }, 120_000);

  it('keeps JSON clean where the terminal looks on, and shows no bar with --json or --quiet', async () => {
    const file = join(folder, 'run.json');
    const workspace = await copyOfExample('c');
    const json = onScreen([
      'sh',
      '-c',
      `'${process.execPath}' '${bundle}' run '${workspace}' --json > '${file}'`,
    ]);
    expect(json.status).toBe(1);
    expect(json.screen).not.toMatch(/shards|\{/);
    expect(JSON.parse(await readFile(file, 'utf8'))).toHaveLength(1);
    const quiet = onScreen([process.execPath, bundle, 'run', await copyOfExample('d'), '--quiet']);
    expect(quiet.screen).not.toContain('shards');
    expect(quiet.screen).toContain('read 9000 predictions');
  }, 120_000);

  it('shows the bar where only its output goes into a pipe', async () => {
    const file = join(folder, 'run.txt');
    const workspace = await copyOfExample('e');
    const { screen } = onScreen([
      'sh',
      '-c',
      `'${process.execPath}' '${bundle}' run '${workspace}' > '${file}'`,
    ]);
    expect(screen).toContain('2/2 shards');
    expect(screen).not.toContain('ALERT');
    const text = await readFile(file, 'utf8');
    expect(text).toContain('ALERT');
    expect(text).not.toContain(ESCAPE);
  }, 120_000);

  it('honours NO_COLOR', async () => {
    const command = [process.execPath, bundle, 'run', await copyOfExample('f'), '--quiet'];
    const { screen } = onScreen(command, { NO_COLOR: '1' });
    expect(screen).toContain('ALERT');
    expect(screen).not.toContain(ESCAPE);
  }, 120_000);
});

describe('a column whose name would steer the terminal', () => {
  const NAME = `two\nlines${ESCAPE}[2J${ESCAPE}]0;title\u0007`;

  it('is written out by run, explain, report and backtest', async () => {
    const workspace = await copyOfExample('names');
    await rename(workspace, NAME);
    const run = piped('run', workspace);
    expect(run.status).toBe(1);
    const [, id = ''] = /driftwatch explain \S+ "([^"]+)"/.exec(run.stdout) ?? [];
    expect(id).toBe('column two');
    const { stdout: report } = piped('report', workspace, 'credit-risk');
    const outputs = [
      run.stdout,
      piped('explain', workspace).stdout,
      piped('explain', workspace, id, '--replay').stdout,
      piped('backtest', workspace, 'credit-risk').stdout,
      await readFile(report.trim().split('\n')[0] ?? '', 'utf8'),
    ];
    for (const text of outputs) {
      expect(text).toContain('two\\nlines\\u{1b}[2J\\u{1b}]0;title\\u{7}');
      // biome-ignore lint/suspicious/noControlCharactersInRegex: there must be none
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    }
    const { screen } = onScreen([process.execPath, bundle, 'explain', workspace, id]);
    expect(screen).not.toContain(`${ESCAPE}[2J`);
  }, 120_000);
});

/** Calls the example's column `income` otherwise, in its data set, which becomes JSON lines, and in its log. */
async function rename(workspace: string, name: string): Promise<void> {
  const data = join(workspace, 'baselines/credit-risk/v1/reference');
  const [head = '', ...lines] = (await readFile(`${data}.csv`, 'utf8')).trim().split('\n');
  const columns = head.trim().split(',');
  const rows = lines.map((line) => {
    const cells = line
      .trim()
      .split(',')
      .map((cell) => (Number.isNaN(Number(cell)) ? cell : Number(cell)));
    return JSON.stringify(
      Object.fromEntries(
        columns.map((column, i) => [column === 'income' ? name : column, cells[i]]),
      ),
    );
  });
  await writeFile(`${data}.jsonl`, rows.join('\n'));
  await rm(`${data}.csv`);
  const log = join(workspace, 'predictions/credit-risk');
  for (const file of await readdir(log)) {
    const text = await readFile(join(log, file), 'utf8');
    await writeFile(join(log, file), text.replaceAll('"income":', `${JSON.stringify(name)}:`));
  }
}
