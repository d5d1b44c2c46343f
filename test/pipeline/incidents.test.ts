import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleMonitor } from '../../bin/commands/example.ts';
import type { Message } from '../../lib/act/message.ts';
import { type OpenPorts, openFolder } from '../../lib/adapters/folder/ports.ts';
import { parseMonitor } from '../../lib/monitor/load.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import { exampleWorkspace, TODAY } from '../support/example-workspace.ts';
import { alertOn } from '../support/findings.ts';

const DAY = 86_400_000;
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:team';
let workspace: Awaited<ReturnType<typeof exampleWorkspace>>;
let ports: OpenPorts;

beforeEach(async () => {
  workspace = await exampleWorkspace();
  ports = await openFolder(workspace.root, { threads: 1 });
});
afterEach(async () => {
  await ports.close();
  await workspace.remove();
});

const within = (...parts: string[]) => join(workspace.root, ...parts);
const later = (days: number) => new Date(TODAY.getTime() + days * DAY);
/** A run of the example with these lines more in its file, and what people are told by it. */
async function run(now: Date, more = '') {
  const monitor = parseMonitor(`${exampleMonitor}${more}`, 'm.yaml');
  const told: Message[] = [];
  const outlets = {
    ...ports.outlets,
    notify: async (message: Message) => void told.push(message),
  };
  const id = `${now.toISOString()}${more}`;
  const summary = await runMonitor({ ...ports, outlets }, { monitor, now, run: id });
  return { ...summary, told, subjects: told.map(({ subject }) => subject) };
}
/** A day like the third of November, which is as the baseline is. */
async function calmDay(day: string, ids: string): Promise<void> {
  const calm = await readFile(within('predictions/credit-risk/2026-11-03.jsonl'), 'utf8');
  const rows = calm.replaceAll('2026-11-03T', `${day}T`).replaceAll('"p2', `"${ids}`);
  await writeFile(within(`predictions/credit-risk/${day}.jsonl`), rows);
}
const DRIFT = 'credit-risk: column income and 2 more';

/** A message's lines as they were before they were made as wide as people read. */
const unwrapped = (text = '') => text.replaceAll(/\n +/g, ' ');

describe('incidents', () => {
  it('say that the segment explains the loss whose labels are flipped, and by how much', async () => {
    const rows = await readFile(within('predictions/credit-risk/2026-11-03.jsonl'), 'utf8');
    const polish = new Set(
      rows
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
        .filter(({ country }) => country === 'PL')
        .map(({ prediction_id }) => prediction_id),
    );
    const file = within('labels/credit-risk/2026-11-03.csv');
    const [header, ...labels] = (await readFile(file, 'utf8')).trim().split('\n');
    const flipped = labels.map((line) => {
      const [id = '', label] = line.split(',');
      return polish.has(id) ? `${id},${1 - Number(label)}` : line;
    });
    await writeFile(file, `${[header, ...flipped].join('\n')}\n`);
    const { opened, told, subjects } = await run(TODAY);
    const lost = opened.find(({ kinds }) => kinds.includes('performance'));
    expect(lost?.onset).toBe('2026-11-03T00:00:00Z');
    const cause = lost?.causes?.find((one) => one.cause === 'performance');
    expect(cause).toMatchObject({ segment: 'country=PL' });
    const share = Number(/country=PL explains (\d+) % of the loss/.exec(cause?.role ?? '')?.[1]);
    expect(share).toBeGreaterThan(90);
    expect(told.some(({ text }) => unwrapped(text).includes(cause?.role ?? '-'))).toBe(true);
    expect(subjects).toContain(`ALERT ${DRIFT}`);
  });

  it('say of a column that it is missing where a change upstream left it out', async () => {
    const file = within('predictions/credit-risk/2026-11-04.jsonl');
    const rows = await readFile(file, 'utf8');
    await writeFile(file, rows.replaceAll(/,"product":"[a-z]+"/g, ''));
    const { opened, told } = await run(TODAY);
    expect(opened).toMatchObject([{ cause: 'column product' }]);
    expect(opened[0]?.causes?.[0]?.role).toBe('is missing from the log');
    expect(told[0]?.text).toContain('1. column product (quality): is missing from the log');
  });

  it('that are muted stand in the results and are told of nowhere, and open when the mute ends', async () => {
    const muted = (until: string) =>
      `alerts: { mute: [{ until: ${until}, columns: [income, p_default, decision] }] }\n`;
    const quiet = await run(TODAY, muted('2026-11-06'));
    expect(quiet.told).toEqual([]);
    expect(quiet.opened).toEqual([]);
    expect(quiet.request).toBeNull();
    expect(quiet.muted).toMatchObject([{ hidden: 1 }]);
    expect(quiet.windows.at(-1)?.findings.map(({ column }) => column)).toContain('income');
    expect((await run(later(0.1), muted('2026-11-04'))).subjects).toEqual([`ALERT ${DRIFT}`]);
  });

  it('that are muted when people know of them are not withdrawn', async () => {
    const muted =
      'alerts: { mute: [{ until: 2026-12-01, metrics: [psi, jensen_shannon, wasserstein_normalised] }] }\n';
    expect((await run(TODAY)).subjects).toEqual([`ALERT ${DRIFT}`]);
    const quiet = await run(later(0.1), muted);
    expect([quiet.subjects, quiet.withdrawn, quiet.ongoing]).toEqual([[], [], []]);
    expect(quiet.dropped).toHaveLength(1);
    expect((await run(later(0.2), muted)).dropped).toEqual([]);
  });

  it('go to the topics of their severity, and warnings are told where one is named for them', async () => {
    const limits =
      'effects: { psi: { max: 5, warn: { max: 0.2 } }, jensen_shannon: { off: true }, wasserstein_normalised: { off: true } }\n';
    const topics = `alerts: { topics: { warning: "${TOPIC}" } }\n`;
    expect((await run(TODAY, limits)).subjects).toEqual([]);
    const began = await run(later(0.1), limits + topics);
    expect(began.told).toMatchObject([{ attributes: { severity: 'warning' }, topics: [TOPIC] }]);
    expect(began.subjects[0]).toMatch(/^Warning credit-risk: column decision, column income/);
    expect((await run(later(0.2), limits + topics)).told).toEqual([]);
    await calmDay('2026-11-05', 'q');
    const ended = await run(later(1), limits + topics);
    expect(ended.subjects[0]).toMatch(/^Warnings over credit-risk: column decision/);
  });

  it('are made of windows in a row that could not be judged', async () => {
    const few = (insufficient: number | string) =>
      `alerts: { min_rows: 5000, insufficient: ${insufficient} }\n`;
    expect((await run(TODAY, few(4))).subjects).toEqual([]);
    expect((await run(later(0.1), few('off'))).subjects).toEqual([]);
    const { told, opened } = await run(later(0.2), few(3));
    expect(told.map(({ subject }) => subject)).toEqual(['ALERT credit-risk: insufficient data']);
    expect(opened).toMatchObject([{ kinds: ['operations'], found: 1 }]);
    expect(unwrapped(told[0]?.text)).toMatch(
      /too few rows to judge 3 windows in a row.*\(3000 rows, fewer than alerts.min_rows of 5000\)/,
    );
  });

  it('go on from what the first release left in the table, which is then replaced', async () => {
    const old = {
      ...{ id: 'column income@2026-10-30T00:00:00Z', cause: 'column income', kinds: ['drift'] },
      ...{ onset: '2026-10-30T00:00:00Z', opened: '2026-10-30T00:00:00Z', found: 1 },
      ...{ last: '2026-10-31T00:00:00Z', resolved: null, findings: [alertOn('income')] },
    };
    const upTo = '2026-11-01T00:00:00Z';
    const history = { cause: 'column income', upTo, recent: [], open: old };
    await ports.table.write('credit-risk', [
      { put: { sk: 'compacted', upTo } },
      { put: { sk: 'history#column income', history } },
      { put: { sk: `incident#${old.onset}#column income`, incident: old } },
    ]);
    const { resolved, subjects } = await run(TODAY);
    expect(resolved).toMatchObject([{ id: old.id, resolved: '2026-11-02T00:00:00Z' }]);
    expect(subjects).toEqual([`ALERT ${DRIFT}`, 'Resolved credit-risk: column income']);
    const far = await run(later(60));
    expect(far.subjects).toEqual(['Retraining requested credit-risk: column income']);
    const keys = (await ports.table.query('credit-risk', 'history#')).map(({ sk }) => sk);
    const prefix = 'history#2026-11-04T00:00:00Z#';
    expect(keys.filter((key) => !key.startsWith(prefix))).toEqual([]);
    expect(keys).toEqual(
      expect.arrayContaining([
        `${prefix}cause#column decision`,
        `${prefix}cause#column income`,
        `${prefix}cause#column p_default`,
        // A window that waited for labels in vain.
        `${prefix}cause#performance`,
        `${prefix}incident#column income@2026-11-04T00:00:00Z`,
      ]),
    );
    await calmDay('2027-01-03', 'r');
    expect((await run(later(61))).subjects).toEqual([`Resolved ${DRIFT}`]);
  });
});
