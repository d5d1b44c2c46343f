import { describe, expect, it } from 'vitest';
import { findingsTable } from '../../lib/report/findings-table.ts';
import { sparkline } from '../../lib/report/sparkline.ts';
import type { Finding, WindowResult } from '../../lib/results.ts';
import { alertOn, judgedDay } from '../support/findings.ts';

/** A day with what was found in it, and the values of psi of column a in it. */
function day(n: number, psi: number | null, findings: readonly Finding[] = []): WindowResult {
  const { start } = judgedDay(n, []);
  const place = { metric: 'psi', column: 'a', segment: null, variant: null };
  const numbers = { low: null, high: null, reference: 0, threshold: null };
  return {
    ...{ schema: 1, monitor: 'm', window: { start, end: judgedDay(n + 1, []).start } },
    ...{ baseline: 'v1', revision: 1, as_of: start, rows: 10, rejected: 0, rejections: {} },
    ...{ labelled: 0, findings },
    measurements: [{ ...place, ...numbers, value: psi, status: 'ok' }],
  };
}

const cells = (lines: readonly string[]) =>
  lines
    .join('\n')
    .split('\n')
    .filter((line) => line.startsWith('│'))
    .slice(1)
    .map((line) =>
      line
        .split('│')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
const of = (metric: string, value: number, part: Partial<Finding> = {}) =>
  alertOn('a', { metric, value, message: `a: ${metric} is ${value}, above 0.2`, ...part });

describe('findingsTable', () => {
  it('is nothing where nothing was found', () => {
    expect(findingsTable([day(1, 0)], [])).toEqual([]);
  });

  it('has a row for what is so, with its values over the last windows, its limit, and what else shows it', () => {
    const found = [
      of('psi', 0.4),
      of('jensen_shannon', 0.31, { threshold: { max: 0.3, source: 'default' } }),
      of('psi', 0.7, { segment: 'country=DE' }),
      of('psi', 0.5, { segment: 'country=FR' }),
    ];
    const last = day(4, 0.4, found);
    expect(cells(findingsTable([last], [null, day(1, 0), null, day(3, 0.1), last]))).toEqual([
      [
        ...['ALERT', '2026-11-04', 'a', 'psi', '▁·▃█', '0.4', '<= 0.2'],
        'jensen_shannon 0.31; 2 slices, most country=DE (0.7)',
      ],
    ]);
  });

  it('shows each place once, as its newest window has it, alerts before warnings', () => {
    const warning = of('psi', 0.15, { severity: 'warning', column: 'b' });
    const windows = [day(2, 0.5, [of('psi', 0.5)]), day(3, 0.4, [warning, of('psi', 0.4)])];
    expect(
      cells(findingsTable(windows, windows)).map(([severity, window, where]) => [
        severity,
        window,
        where,
      ]),
    ).toEqual([
      ['ALERT', '2026-11-03', 'a'],
      ['warning', '2026-11-03', 'b'],
    ]);
  });

  it('keeps a segment that is worse off than the whole in a row of its own', () => {
    const whole = of('psi', 0.15, { severity: 'warning' });
    const windows = [day(2, 0.15, [whole, of('psi', 0.4, { segment: 'country=DE' })])];
    expect(
      cells(findingsTable(windows, windows)).map(([severity, , where]) => [severity, where]),
    ).toEqual([
      ['ALERT', 'a, country=DE'],
      ['warning', 'a'],
    ]);
  });

  it('paints severities, and windows beyond the limit, where it is asked for colours', () => {
    const windows = [day(1, 0.1), day(2, 0.4, [of('psi', 0.4)])];
    const [plain = ''] = findingsTable(windows, windows);
    expect(plain).not.toContain('\u001b');
    const [painted = ''] = findingsTable(windows, windows, true);
    expect(painted).toContain('\u001b[31mALERT\u001b[39m');
    expect(painted).toContain('▁\u001b[31m█\u001b[39m');
  });

  it.each([
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['<!channel>', '<!channel>'],
    ['two\nlines\u001b[31m', 'two\\nlines\\u{1b}[31m'],
  ])('shows a column called %j as text in one row', (name, shown) => {
    const windows = [day(1, 0.4, [alertOn(name)])];
    expect(cells(findingsTable(windows, windows)).map(([, , where]) => where)).toEqual([shown]);
  });

  it('stays readable with very many findings', () => {
    const many = Array.from({ length: 100 }, (_, i) => alertOn(`c${i}`));
    const lines = findingsTable([day(1, 0, many)], []);
    expect(cells(lines)).toHaveLength(20);
    expect(lines.at(-1)).toBe('... and 80 more: see results/m/');
  });
});

describe('sparkline', () => {
  it('stands between the least and the largest of values and limits', () => {
    expect(sparkline([0, 1, null, 2]).join('')).toBe('▁▅·█');
    expect(sparkline([0, 1], [4]).join('')).toBe('▁▃');
    expect(sparkline([3, 3]).join('')).toBe('▅▅');
    expect(sparkline([null, null]).join('')).toBe('··');
  });
});
