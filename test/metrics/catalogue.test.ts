import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogue } from '../../lib/metrics/catalogue.ts';
import { METRICS } from '../../lib/metrics/registry.ts';

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
  const fresh = `${before}${START}\n${catalogue()}\n${END}${after}`;
  if (process.env.UPDATE_DOCS) writeFileSync(PAGE, fresh);
  else expect(page, 'stale: run it with UPDATE_DOCS=1').toBe(fresh);
});

test('the tables say what a metric is measured of, its limits and how exact it is', () => {
  const row = (name: string) =>
    catalogue()
      .split('\n')
      .find((line) => line.startsWith(`| \`${name}\``)) ?? '';
  expect(row('psi')).toContain(
    '| column: numeric (feature, prediction, score); categorical (feature, prediction, score) |',
  );
  expect(row('psi')).toContain('| max 0.2; warn max 0.1 |');
  expect(row('missing_columns')).toContain('| warn max 0 |');
  expect(row('missing_share')).toContain('| column: numeric; categorical |');
  expect(row('roc_auc')).toMatch(/\| `roc_auc` \* .*\| slice: labels and scores \(binary\) \|/);
  expect(row('log_loss')).toContain('| slice: labels and scores (binary, multiclass) |');
  expect(row('rows')).toContain('| slice |');
});

test('every metric says how it is computed, how uncertain it is, and whose definition it is', () => {
  for (const { name, formula, interval, source } of METRICS) {
    for (const text of [formula, interval, source]) expect(text, name).toMatch(/\w/);
  }
});
