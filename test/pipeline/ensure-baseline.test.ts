import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFolder } from '../../lib/adapters/folder/ports.ts';
import { ensureBaseline } from '../../lib/pipeline/ensure-baseline.ts';
import { exampleWorkspace, monitor } from '../support/example-workspace.ts';

describe('the format of a reference data set', () => {
  it.each([
    ['is told by its name, whatever the log has', 'reference.csv', 'jsonl'],
    ['is that of the log where its name tells none', 'reference', 'csv'],
  ] as const)('%s', async (_, file, format) => {
    const { root, remove } = await exampleWorkspace();
    const folder = join(root, 'baselines/credit-risk/v1');
    await rename(join(folder, 'reference.csv'), join(folder, file));
    const ports = await openFolder(root);
    try {
      const stated = { ...monitor, predictions: { from: 's3' as const, format } };
      const baseline = await ensureBaseline(ports, stated);
      expect(baseline?.slices[0]?.profile.rows).toBe(3000);
    } finally {
      await ports.close();
      await remove();
    }
  });
});
