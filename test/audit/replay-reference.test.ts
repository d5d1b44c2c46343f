import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { explainIncident } from '../../lib/audit/explain-incident.ts';
import { findIncident } from '../../lib/audit/find-incident.ts';
import type { Monitor } from '../../lib/monitor/schema.ts';
import { describeExplanation } from '../../lib/report/explain-text.ts';
import { describeReplay } from '../../lib/report/replay-text.ts';
import { dayOf, seasonalWorkspace } from '../support/seasonal-workspace.ts';

let shop: Awaited<ReturnType<typeof seasonalWorkspace>>;
beforeEach(async () => {
  shop = await seasonalWorkspace();
});
afterEach(() => shop.remove());

/** The incident of `basket` of a day, explained and recomputed, as it is printed. */
const explained = (watched: Monitor, day: number) =>
  shop.withPorts(async (ports) => {
    const id = `column basket@${dayOf(day)}`;
    const { incident } = await findIncident(ports, ['shop'], id);
    const explanation = await explainIncident(ports, watched, incident, { replay: true });
    return [
      describeExplanation(explanation),
      explanation.replay ? describeReplay(explanation.replay, []) : '',
    ].join('\n');
  });

describe('recomputing a window that was compared with a season', () => {
  it('names the part of the baseline, gives the same, and says what changed where it does not', async () => {
    const watched = shop.monitor({ compare: 'same weekday' });
    await shop.baseline({ from: 0, until: 14 });
    await shop.predictions({ from: 20, until: 21, basket: '0' });
    await shop.run(watched, 21);
    const before = await explained(watched, 20);
    expect(before).toContain('compared with weekday=Sunday of baseline v1: as recorded');
    expect(before).toContain('recomputed: the same');
    const path = join(shop.root, 'baselines/shop/v1/seasons/weekday=Sunday.json');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"rows":960', '"rows":961'));
    const altered = await explained(watched, 20);
    expect(altered).toContain('recomputed: NOT the same');
    expect(altered).toContain(
      'because weekday=Sunday of baseline v1, that it is compared with, has changed',
    );
    await rm(path);
    expect(await explained(watched, 20)).toContain(
      'because weekday=Sunday of baseline v1, that it is compared with, is gone',
    );
  }, 120_000);
});

describe('recomputing a window that was compared with earlier ones', () => {
  it('names them, gives the same, and says which has changed where it does not', async () => {
    const watched = shop.monitor({ compare: { of: 'last 3d' } });
    const steady = { basket: '0', desktop: '0.5' };
    await shop.baseline({ from: 0, until: 14, ...steady });
    await shop.predictions({ from: 30, until: 33, ...steady });
    await shop.predictions({ from: 33, until: 34, ...steady, basket: '2' });
    await shop.run(watched, 34);
    const before = await explained(watched, 33);
    expect(before).toContain(`compared with window ${dayOf(30)}: as recorded`);
    expect(before).toContain('recomputed: the same');
    await shop.predictions({ from: 31, until: 32, ...steady }, 'late', 34);
    await shop.run(watched, 34);
    const changed = await explained(watched, 33);
    expect(changed).toContain(`window ${dayOf(31)}, that it is compared with, has changed`);
    await shop.run(watched, 34);
    expect(await explained(watched, 33)).toContain('recomputed: the same');
  }, 120_000);
});
