import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFolder } from '../../lib/adapters/folder/ports.ts';
import { checkMonitor } from '../../lib/monitor/load.ts';
import { ensureBaseline } from '../../lib/pipeline/ensure-baseline.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'driftwatch-test-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Builds the baseline of rows as CSV. */
async function built(csv: string, columns: object, task = 'binary') {
  await mkdir(join(root, 'baselines/m/v1'), { recursive: true });
  await writeFile(join(root, 'baselines/m/v1/data.csv'), csv);
  const monitor = checkMonitor(
    { monitor: 'm', task, columns: { timestamp: 't', ...columns } },
    'm.yaml',
  );
  const ports = await openFolder(root);
  try {
    return await ensureBaseline(ports, monitor);
  } finally {
    await ports.close();
  }
}

const rows = (head: string, ...lines: string[]) =>
  `${[head, ...Array.from({ length: 20 }, () => lines).flat()].join('\n')}\n`;

describe('a data set', () => {
  it.each([
    [
      'whose labels hold no positive class',
      rows('t,p,y', '2026-01-01,0.2,No', '2026-01-01,0.8,Yes'),
      { score: 'p', label: 'y' },
      'no label of the baseline data set of m is the positive class "1": they are "No", "Yes"',
    ],
    [
      'whose scores are per cent',
      rows('t,p,y', '2026-01-01,20,0', '2026-01-01,80,1'),
      { score: 'p', label: 'y' },
      'p of the baseline data set of m is 20 to 80',
    ],
    [
      'that has the score under nearly the name that it should have',
      rows('t,p_defualt,y', '2026-01-01,0.2,0', '2026-01-01,0.8,1'),
      { score: 'p_default', label: 'y' },
      'columns.score of monitor m names p_default, which the baseline data set lacks; it has p_defualt',
    ],
    [
      'with columns that differ by case alone',
      rows('t,Income,p,income', '2026-01-01,1,0.2,2'),
      { score: 'p' },
      'differ by case alone at most',
    ],
  ])('%s is refused', async (_, csv, columns, message) => {
    await expect(built(csv, columns)).rejects.toThrow(message);
  });

  it('of which some scores are misspelt is refused', async () => {
    const csv = rows('t,p_gold,p_sliver,y', '2026-01-01,0.2,0.8,gold');
    const columns = { scores: { gold: 'p_gold', silver: 'p_silver' }, label: 'y' };
    await expect(built(csv, columns, 'multiclass')).rejects.toThrow('p_silver');
  });

  it.each([
    ['one class alone', rows('t,p,y', '2026-01-01,0.2,0'), { score: 'p', label: 'y' }],
    ['margins', rows('t,p,y', '2026-01-01,-3,0', '2026-01-01,2.5,1'), { score: 'p', label: 'y' }],
    [
      'points and the decisions made of them',
      rows('t,points,d,y', '2026-01-01,420,0,0', '2026-01-01,700,1,1'),
      { score: 'points', prediction: 'd', label: 'y' },
    ],
    ['no scores', rows('t,x,y', '2026-01-01,1,0', '2026-01-01,2,1'), { score: 'p', label: 'y' }],
  ])('with %s serves', async (_, csv, columns) => {
    expect((await built(csv, columns))?.slices[0]?.profile.rows).toBeGreaterThan(0);
  });
});
