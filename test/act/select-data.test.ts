import { describe, expect, it } from 'vitest';
import type { Datum } from '../../lib/act/datum.ts';
import { headlineData } from '../../lib/act/select-data.ts';
import { openFolder } from '../../lib/adapters/folder/ports.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import type { WindowResult } from '../../lib/results.ts';
import { exampleWorkspace, monitor, TODAY } from '../support/example-workspace.ts';

const publishing = (publish: typeof monitor.cloudwatch.publish) => ({
  ...monitor,
  cloudwatch: { publish },
});

describe('what is published', () => {
  it('is the headline numbers unasked, everything or a choice where asked, and nothing twice', async () => {
    const { root, remove } = await exampleWorkspace();
    const ports = await openFolder(root, { threads: 1 });
    const sent: Datum[] = [];
    const outlets = {
      ...ports.outlets,
      publish: async (data: readonly Datum[]) => void sent.push(...data),
    };
    try {
      const { windows } = await runMonitor(
        { ...ports, outlets },
        { monitor, now: TODAY, run: 'a' },
      );
      const [window] = windows as [WindowResult];
      const headline = headlineData(monitor, window);
      expect(
        headline.every(
          ({ column, segment, variant }) => column === null && segment === null && variant === null,
        ),
      ).toBe(true);
      const names = headline.map(({ metric }) => metric);
      for (const metric of ['rows', 'roc_auc', 'latency_p95', 'alerts'])
        expect(names).toContain(metric);
      expect(names.length).toBeLessThan(20);
      const chosen = headlineData(publishing(['psi']), window).filter(
        ({ metric }) => metric === 'psi',
      );
      expect(chosen.map(({ column }) => column)).toContain('income');
      expect(headlineData(publishing('none'), window)).toEqual([]);
      expect(headlineData(publishing('all'), window).length).toBeGreaterThan(100);

      const first = sent.filter(({ metric }) => metric === 'rows').length;
      sent.length = 0;
      await ports.workspace.write(
        'labels/credit-risk/more.csv',
        'prediction_id,defaulted\np10000,1\n',
      );
      await runMonitor(
        { ...ports, outlets },
        { monitor, now: new Date(TODAY.getTime() + 1000), run: 'b' },
      );
      expect(first).toBe(3);
      expect(sent.filter(({ metric }) => metric === 'rows')).toEqual([]);
      expect(sent.filter(({ metric }) => metric === 'runs')).toHaveLength(1);
    } finally {
      await ports.close();
      await remove();
    }
  });
});
