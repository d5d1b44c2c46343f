import { beforeAll, describe, expect, it } from 'vitest';
import { judgeWindow } from '../../lib/judge/judge-window.ts';
import { learnVariation, type Variation } from '../../lib/judge/variation.ts';
import { parseMonitor } from '../../lib/monitor/load.ts';
import { raw } from '../../lib/sql/sql.ts';
import { type MeasuredRows, measureRows } from '../support/measure-rows.ts';

const text = `
monitor: shop
task: regression
columns: { timestamp: at, features: { steady: numeric, weekly: numeric } }
alerts: { false_alarms: 1 per 30d }
`;
const monitor = parseMonitor(text, 'shop.yaml');

/** 400 rows a day of two columns; `weekly` is higher by \`weekend\` on days 5 and 6 of each week. */
function days(from: number, until: number, weekend: number, dated = true) {
  const draw = (purpose: number) => `((hash(i, ${purpose}) % 1000003) + 0.5) / 1000003`;
  const normal = (purpose: number) =>
    `sqrt(-2 * ln(${draw(purpose)})) * cos(6.283185307179586 * ${draw(purpose + 1)})`;
  return raw(`(SELECT ${dated ? "TIMESTAMP '2026-01-05' + to_days((i // 400)::INTEGER)" : 'NULL::TIMESTAMP'} AS at,
    ${normal(1)} AS steady,
    ${normal(3)} + CASE WHEN i // 400 % 7 >= 5 THEN ${weekend} ELSE 0 END AS weekly
    FROM range(${from * 400}, ${until * 400}) r(i))`);
}

describe('learnVariation', () => {
  let rows: MeasuredRows;
  let variation: Variation;
  beforeAll(async () => {
    rows = await measureRows({
      monitor: text,
      baseline: days(0, 28, 0.8),
      windows: [days(33, 34, 0.8), days(33, 34, 4), days(29, 30, 0)],
    });
    variation = learnVariation(rows.baselineWindows, { ...rows, slices: rows.baseline }, monitor);
  });

  const alertsOf = (window: number, learnt?: Variation) =>
    judgeWindow(rows.measured[window] ?? [], monitor, learnt).findings.flatMap(
      ({ severity, column }) => (severity === 'alert' ? [column] : []),
    );

  it('finds how much days differ, by column', () => {
    expect(rows.baselineWindows).toHaveLength(28);
    const { 'psi weekly': weekly = 0, 'psi steady': steady = 0 } = variation;
    expect(weekly).toBeGreaterThan(0.003);
    expect(steady).toBeLessThan(weekly / 10);
  });

  it('keeps a weekend like those of the baseline from being an alarm, and lets a stranger one be', () => {
    expect(alertsOf(0)).toContain('weekly');
    expect(alertsOf(0, variation)).toEqual([]);
    expect(alertsOf(1, variation)).toContain('weekly');
    expect(alertsOf(2, variation)).toEqual([]);
  });

  it('learns nothing where rows have no time', async () => {
    const { baselineWindows } = await measureRows({
      monitor: text,
      baseline: days(0, 7, 0.8, false),
      windows: [],
    });
    expect(baselineWindows).toEqual([]);
  });
});
