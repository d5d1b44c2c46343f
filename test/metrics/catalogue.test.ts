import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { metricsTable } from '../../lib/metrics/catalogue.ts';

const PAGE = new URL('../../docs/metrics.md', import.meta.url);
const [START, END] = [
  '<!-- the table: UPDATE_DOCS=1 npx vitest run test/metrics/catalogue.test.ts -->',
  '<!-- end of the table -->',
];

test('docs/metrics.md shows the registry as it is', () => {
  const page = readFileSync(PAGE, 'utf8');
  const [before = '', rest = ''] = page.split(START);
  const after = rest.split(END)[1] ?? '';
  expect(
    [before, after].every((part) => part !== ''),
    'the page has both marks',
  ).toBe(true);
  const fresh = `${before}${START}\n${metricsTable()}\n${END}${after}`;
  if (process.env.UPDATE_DOCS) writeFileSync(PAGE, fresh);
  else expect(page, 'stale: run it with UPDATE_DOCS=1').toBe(fresh);
});

test('the table says what a metric applies to', () => {
  const row = (name: string) =>
    metricsTable()
      .split('\n')
      .find((line) => line.startsWith(`| \`${name}\``)) ?? '';
  expect(row('psi')).toContain(
    '| column: numeric (feature, prediction, score); categorical (feature, prediction, score) |',
  );
  expect(row('psi')).toContain('| max 0.2 (warn max 0.1) |');
  expect(row('missing_share')).toContain('| column: numeric; categorical |');
  expect(row('roc_auc')).toContain('| `roc_auc` * | performance | slice: binary |');
  expect(row('log_loss')).toContain('| slice: binary, multiclass |');
  expect(row('label_coverage')).toContain('| slice: any task with labels |');
  expect(row('rows')).toContain('| slice |');
  expect(row('latency_p95')).toContain('| slice |');
});
