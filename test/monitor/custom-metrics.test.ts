import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import { readAggregate } from '../../lib/monitor/custom-aggregate.ts';
import { customMetrics } from '../../lib/monitor/custom-metrics.ts';
import { ownScope } from '../../lib/monitor/custom-scope.ts';
import { checkMonitor, parseMonitor } from '../../lib/monitor/load.ts';
import { monitorSchema } from '../../lib/monitor/schema.ts';
import type { Engine } from '../../lib/pipeline/ports.ts';
import { parseExpression } from '../../lib/sql/expression/parse.ts';
import { printExpression, type Scope } from '../../lib/sql/expression/print.ts';
import { ExpressionError } from '../../lib/sql/expression/tokens.ts';
import { ident, sql } from '../../lib/sql/sql.ts';

const MONITOR = {
  monitor: 'm',
  task: 'binary',
  columns: { timestamp: 't', prediction: 'd', score: 's', label: 'y', variant: 'v' },
};
const HEAD = 'monitor: m\ntask: binary\ncolumns: { timestamp: t, prediction: d, label: y }\n';
const METRIC = {
  columns: { amount: 'numeric', channel: 'categorical' },
  aggregates: { total: "sum(amount) filter (where prediction = '1')", n: 'count(*)' },
  value: 'total / n',
};
const withMetric = (change: object, name = 'spent', more: object = {}) =>
  checkMonitor({ ...MONITOR, ...more, metrics: { [name]: { ...METRIC, ...change } } }, 'm.yaml');
const withSum = (text: string) =>
  withMetric({ aggregates: { total: text }, value: 'total / rows' });

describe('the section metrics', () => {
  it('takes what is documented, and thresholds by its names', () => {
    const monitor = withMetric({}, 'spent', { thresholds: { spent: { max_drop: '10%' } } });
    expect(monitor.metrics.spent).toEqual({ ...METRIC, unit: 'none' });
    const [metric] = customMetrics(monitor);
    expect(metric).toMatchObject({ name: 'spent', labelled: false });
    expect(metric?.columns).toEqual([{ name: 'amount', type: 'numeric' }]);
    expect(customMetrics(parseMonitor(JSON.stringify(monitor), 'm.yaml'))[0]?.key).toBe(
      metric?.key,
    );
  });

  it.each([
    [
      'a name that there is',
      () => withMetric({}, 'psi'),
      'metrics.psi: there is a metric of that name',
    ],
    [
      'a name of the pipeline',
      () => withMetric({}, 'alerts'),
      'metrics.alerts: there is a metric of',
    ],
    ['a name with a capital', () => withMetric({}, 'Spent'), 'metrics.Spent: '],
    [
      'a threshold of no metric',
      () => withMetric({}, 'spent', { thresholds: { spend: { max: 1 } } }),
      'thresholds.spend: there is no metric "spend"',
    ],
    [
      'a column called label',
      () => withMetric({ columns: { amount: 'numeric', label: 'numeric' } }),
      'metrics.spent.columns: "label" stands for',
    ],
    [
      'an aggregate called rows',
      () => withMetric({ aggregates: { rows: 'count(*)' }, value: 'rows' }),
      'metrics.spent.value: "rows" is the number of rows',
    ],
    [
      'an aggregate without use',
      () => withMetric({ value: 'total' }),
      'metrics.spent.value: it does not use the aggregate n, at character 1 (found "total")',
    ],
    [
      'an unknown aggregate',
      () => withMetric({ value: 'total / m' }),
      'metrics.spent.value: there is no aggregate "m"; there is total, n, rows, at character 9',
    ],
    [
      'an aggregate in the value',
      () => withMetric({ value: 'sum(total) / n' }),
      "metrics.spent.value: sum can't stand here",
    ],
    [
      'text in the value',
      () => withMetric({ value: "total / n || 'a'" }),
      'metrics.spent.value: "|" can\'t stand here, at character 11',
    ],
    [
      'a comparison as value',
      () => withMetric({ value: 'total > n' }),
      "metrics.spent.value: > can't stand here",
    ],
  ])('refuses %s', (_, read, message) => {
    expect(read).toThrow(`m.yaml: ${message}`);
  });

  it('refuses a limit from the baseline for what grows with the rows', () => {
    const total = { aggregates: { total: 'sum(amount)' }, value: 'total' };
    const limited = (limits: object) => () =>
      withMetric(total, 'spent', { thresholds: { spent: limits } });
    expect(limited({ max: 1 })).not.toThrow();
    expect(limited([{ max: 1, warn: { max_rise: 1 } }])).toThrow(
      'm.yaml: thresholds.spent: max_rise counts from the baseline',
    );
  });

  it('reads what docs/monitor-file.md shows', () => {
    const page = readFileSync(`${import.meta.dirname}/../../docs/monitor-file.md`, 'utf8');
    const example = /## Metrics of your own[\s\S]*?```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    const monitor = parseMonitor(`${HEAD}${example}`, 'm.yaml');
    expect(customMetrics(monitor).map(({ name, labelled }) => [name, labelled])).toEqual([
      ['approved_income', false],
      ['lost_income', true],
    ]);
  });

  it('refuses two mistakes at once, and in a Lambda, which reads the schema alone', () => {
    const metrics = {
      a: { ...METRIC, value: 'total +' },
      b: { ...METRIC, aggregates: { total: 'avg(amount)', n: 'count(*)' } },
    };
    expect(() => checkMonitor({ ...MONITOR, metrics }, 'm.yaml')).toThrow(
      /metrics\.a\.value: it ends .*\n.*metrics\.b\.aggregates\.total: avg\(\.\.\.\) is none/,
    );
    expect(monitorSchema.safeParse({ ...MONITOR, metrics }).success).toBe(false);
  });

  it.each([
    [
      'avg(amount)',
      'avg(...) is none: an aggregate is sum(...), count(...) or count(*), as only these add up; divide them in `value`, at character 1',
    ],
    ['max(amount)', 'max(...) is none'],
    ['sum(amount) / count(*)', 'an aggregate is sum(...), count(...) or count(*)'],
    ['sum(distinct amount)', 'there is "distinct" where a value is expected, at character 5'],
    [
      'sum(amount) over ()',
      'there is "over" where an operator or the end is expected, at character 13',
    ],
    ['sum((select 1))', 'there is "1" where ) is expected, at character 13'],
    ['sum(sum(amount))', "sum(...) can't stand here; there is abs"],
    ['sum(amount) filter (count(*) > 1)', "count(...) can't stand here"],
    ['sum(*)', 'sum takes a number, not *'],
    ['sum(amount, amount)', 'sum takes one value'],
    ['sum(channel)', 'a number is expected here, not a text, at character 5'],
    ['sum(prediction = 1)', '= takes values of one type, not a text and a number, at character 16'],
    ['count(*) filter (amount)', 'a boolean is expected here, not a number'],
    ["sum(amount + 'a')", '+ takes a number, not a text'],
    ['sum(case when amount then 1 end)', 'when takes a boolean, not a number'],
    ["sum(case when true then 1 else 'a' end)", 'case takes values of one type'],
    ['count(channel = null)', 'nothing equals null: write is null or is not null'],
    [
      'sum(income)',
      'there is no "income" here; there is amount, channel, prediction, score, label, variant, at character 5',
    ],
    ['sum(random())', 'there is ")" where a value is expected, at character 12'],
    ["sum(getenv('HOME'))", "getenv(...) can't stand here"],
    ["count(read_text('/etc/passwd'))", "read_text(...) can't stand here"],
    ['sum(nextval(amount))', "nextval(...) can't stand here"],
    ['sum(toString(amount))', "tostring(...) can't stand here"],
    ['sum(t.amount)', '"." can\'t stand here, at character 6'],
    ['sum(amount::VARCHAR)', '":" can\'t stand here, at character 11'],
    ['sum(amount); DROP TABLE staged', '";" can\'t stand here, at character 12'],
    ['sum(amount) -- all', 'an expression holds no comments, at character 13'],
    ['sum(amount /* all */)', 'an expression holds no comments, at character 12'],
    ['sum(amount', 'it ends where ) is expected, at character 11'],
    ["count(*) filter (channel = 'a)", "a quote ' is not closed, at character 28"],
    ['count(*) filter (channel = "a)', 'a quote " is not closed, at character 28'],
    ['count(*) filter (channel = $1)', '"$" can\'t stand here, at character 28'],
    ["count(*) filter (channel = 'a\0b')", 'there is a NUL character, at character 28'],
    ['sum(1e999)', 'the number is too large, at character 5'],
    ['sum(12amount)', '"1" can\'t stand here, at character 5'],
    [`sum(${'('.repeat(150)}1${')'.repeat(150)})`, 'it is nested too deeply'],
    [`sum(${'-('.repeat(400)})`, 'it is nested too deeply'],
    [`sum(${'1+'.repeat(600)}1)`, 'Too big'],
  ])('refuses the aggregate %j', (text, message) => {
    expect(() => withSum(text)).toThrow(`m.yaml: metrics.spent.aggregates.total: ${message}`);
  });

  it('knows score, label, prediction and variant only where they are logged', () => {
    const names = (data: object) => [
      ...ownScope(monitorSchema.parse({ ...MONITOR, ...data })).keys(),
    ];
    expect(names({})).toEqual(['prediction', 'score', 'label', 'variant']);
    expect(names({ columns: { timestamp: 't', score: 's' } })).toEqual(['prediction', 'score']);
    expect(names({ columns: { timestamp: 't' } })).toEqual([]);
    expect(
      names({ task: 'regression', columns: { timestamp: 't', prediction: 'p', label: 'y' } }),
    ).toEqual(['prediction', 'label']);
  });
});

describe('expressions as SQL', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openDuckDb({ threads: 1, memoryMegabytes: 200, spillFolder: '/tmp' });
  });
  afterAll(() => engine.close());

  const ODD = ['we"ird', 'select', "l'âge", 'a b; --', 'x/*', 'Ünïcode_9', '🌍', '"', 'rows'];
  const row = sql`(SELECT 6::DOUBLE AS x, NULL::DOUBLE AS nothing, 'it''s' AS word)`;
  const scope: Scope = new Map([
    ['x', { type: 'number', sql: ident('x') }],
    ['nothing', { type: 'number', sql: ident('nothing') }],
    ['word', { type: 'text', sql: ident('word') }],
  ]);
  const evaluated = async (text: string) => {
    const printed = printExpression(parseExpression(text).expression, scope);
    const [found] = await engine.rows(sql`SELECT ${printed.sql} AS value FROM ${row}`);
    return found?.value;
  };

  it.each([
    ['x + 2 * 3 - 1', 11],
    ['(x + 2) * -3', -24],
    ['x - 2 - 1', 3],
    ['x / 4', 1.5],
    ['2 / 4', 0.5],
    ['2000000000 * 2000000000 * 2000000000', 8e27],
    ['x / 0', null],
    ['sqrt(-x)', null],
    ['ln(x - 6)', null],
    ['ln(exp(x))', 6],
    ['round(2.5) + floor(-1.5) + ceil(1.5) + abs(-1)', 4],
    ['least(x, 2) + greatest(x, 2, 9)', 11],
    ['coalesce(nothing, x) + coalesce(nullif(x, 6), 1)', 7],
    ['x between 1 and 2 + 4 and true', true],
    ['x not between 1 and 6 or false', false],
    ['not x = 6 or x = 6 and x <> 5', true],
    ['x in (1, 2 * 3)', true],
    ['x NOT IN (1, 2)', true],
    ['nothing is null and x is not null', true],
    ['nothing > 1', null],
    ["word = 'it''s'", true],
    ["lower('ABC') <= 'abc' and word != 'x'", true],
    ['case when nothing > 1 then 1 when x >= 6 then 2 else 3 end', 2],
    ["CASE WHEN x < 6 THEN 'a' END", null],
    ['1.5e1 + .5 + 1.', 16.5],
  ])('%s is %j', async (text, value) => {
    expect(await evaluated(text)).toBe(value);
  });

  it.each([
    "'; DROP TABLE t; --",
    "'",
    "''",
    '\\',
    "\\'; --",
    '%s $1 ?',
    'Zürich 🌍',
    'line\nbreak',
    '/* */',
    '"x"',
  ])('takes the text %j as text', async (text) => {
    expect(await evaluated(`'${text.replaceAll("'", "''")}'`)).toBe(text);
  });

  it('compute the same number as DuckDB does of what was written', async () => {
    const leaf = fc.constantFrom(
      'x',
      '2',
      '0.5',
      'nothing',
      '(x - 1)',
      'abs(-x)',
      'case when x > 3 then x else 1 end',
    );
    const text = fc
      .array(fc.tuple(leaf, fc.constantFrom('+', '-', '*')), { minLength: 1, maxLength: 8 })
      .map((parts) => `${parts.map((part) => part.join(' ')).join(' ')} 1`);
    await fc.assert(
      fc.asyncProperty(text, async (written) => {
        const [plain] = await engine.rows({
          text: `SELECT (${written})::DOUBLE AS value FROM ${row.text}`,
        });
        expect(await evaluated(written)).toBe(plain?.value);
      }),
      { numRuns: 100 },
    );
  });

  /** Numbers and conditions that fit, with every way to have no value in them. */
  const { number } = fc.letrec<{ number: string; condition: string }>((tie) => ({
    number: fc.oneof(
      { depthSize: 'medium' },
      fc.constantFrom('x', 'nothing', '0', '1e308', '-3', '.5'),
      fc
        .tuple(tie('number'), fc.constantFrom('+', '-', '*', '/'), tie('number'))
        .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
      fc
        .tuple(fc.constantFrom('sqrt', 'ln', 'exp', 'abs', 'round', 'ceil'), tie('number'))
        .map(([name, value]) => `${name}(${value})`),
      fc
        .tuple(tie('condition'), tie('number'), tie('number'))
        .map(([when, then, other]) => `case when ${when} then ${then} else ${other} end`),
    ),
    condition: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom("word = 'a'", 'true', "lower(word) in ('it''s', null)", 'nothing is null'),
      fc
        .tuple(tie('number'), fc.constantFrom('=', '<>', '<', '>='), tie('number'))
        .map((parts) => parts.join(' ')),
      fc
        .tuple(tie('condition'), fc.constantFrom('and', 'or', 'and not'), tie('condition'))
        .map((parts) => `(${parts.join(' ')})`),
    ),
  }));

  it('never fail in the engine, and a sum is a finite number or NULL', async () => {
    await fc.assert(
      fc.asyncProperty(number, async (written) => {
        const { term } = readAggregate('a', `sum(${written})`, scope);
        const [found] = await engine.rows(sql`SELECT sum(${term}) AS value FROM ${row}`);
        expect(found?.value === null || Number.isFinite(found?.value)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('are refused with the place of the mistake, whatever the text', () => {
    const piece = fc.constantFrom(
      ...'sum( count( ) ( * x word nothing 1 1e308 / - = < and or not null in between case when then else end filter sqrt( , ; -- " \' a.b'.split(
        ' ',
      ),
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 9 }).map((parts) => parts.join(' ')),
      fc.string(),
    );
    fc.assert(
      fc.property(text, (written) => {
        try {
          readAggregate('a', written, scope);
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError);
          expect((error as ExpressionError).at).toBeLessThanOrEqual(written.length + 1);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each(ODD)('find a column called %j', async (name) => {
    const odd: Scope = new Map([[name, { type: 'number', sql: ident(name) }]]);
    const quoted = `"${name.replaceAll('"', '""')}"`;
    const { term } = readAggregate('a', `sum(${quoted} * 2)`, odd);
    const [found] = await engine.rows(
      sql`SELECT sum(${term}) AS value FROM (SELECT 3::DOUBLE AS ${ident(name)})`,
    );
    expect(found?.value).toBe(6);
  });

  it.each([
    [1, 'true', null, '1', 'true', '1'],
    [1, null, true, '1', 'false', '0'],
    [1, null, false, '0', '2', '2'],
    ['true', '1', null, 'true', '0', 'false'],
    [0, '0', null, '0', 'true', '1'],
    ['yes', 'yes', null, 'yes', 'no', 'no'],
    ['yes', 'no', null, 'no', 'yes', 'yes'],
    ['yes', null, false, '(negative)', null, null],
  ])(
    'one spelling a class: positive %j, logged %j or decided %j is %j; label %j is %j',
    async (positive, logged, decided, prediction, label, labelled) => {
      const monitor = monitorSchema.parse({
        ...MONITOR,
        columns: { ...MONITOR.columns, positive },
      });
      const names = ownScope(monitor);
      const relation = sql`(SELECT ${logged}::VARCHAR AS predicted, ${label}::VARCHAR AS label,
      ${decided ?? prediction === String(positive)} AS decided_positive)`;
      const [found] = await engine.rows(
        sql`SELECT ${names.get('prediction')?.sql ?? null} AS prediction, ${names.get('label')?.sql ?? null} AS label FROM ${relation}`,
      );
      expect(found).toEqual({ prediction, label: labelled });
    },
  );
});
