import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSource } from '../../lib/adapters/overlay/open.ts';
import { backtest } from '../../lib/backtest/backtest.ts';
import { readTree } from '../support/read-tree.ts';
import { dayOf, seasonalWorkspace } from '../support/seasonal-workspace.ts';

let shop: Awaited<ReturnType<typeof seasonalWorkspace>>;
beforeAll(async () => {
  shop = await seasonalWorkspace();
  await shop.baseline({ from: 0, until: 14 });
  await shop.predictions({ from: 14, until: 28 });
  await shop.run(shop.monitor(), 28);
}, 120_000);
afterAll(() => shop.remove());

describe('a backtest of `compare`', () => {
  it.each([false, true])(
    'cuts the baseline by season for itself, with --profile %s, and leaves the workspace as it is',
    async (profile) => {
      const before = await readTree(shop.root, ['baselines', 'profiles', 'results']);
      const source = await openSource(shop.root);
      try {
        const monitors = [shop.monitor(), shop.monitor({ compare: 'same weekday' })];
        const { files } = await backtest(source, {
          proposals: monitors.map((monitor, i) => ({ file: `${i}.yaml`, monitor })),
          stored: shop.monitor(),
          profile,
          stretch: { since: null, until: Date.parse(dayOf(28)) },
          now: new Date(Date.parse(dayOf(29))),
        });
        expect(files.map(({ counts, period }) => [period.windows, counts.alerts])).toEqual([
          [14, 2],
          [14, 0],
        ]);
      } finally {
        await source.close();
      }
      expect(await readTree(shop.root, ['baselines', 'profiles', 'results'])).toEqual(before);
    },
    120_000,
  );
});
