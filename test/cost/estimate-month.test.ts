import { describe, expect, it } from 'vitest';
import { alarmsOf, estimateMonth, runsPerMonth } from '../../lib/cost/estimate-month.ts';
import { monitor } from '../support/example-workspace.ts';

const NOTHING = {
  runs: 0,
  predictionShards: 0,
  predictionObjects: 0,
  labelShards: 0,
  labelObjects: 0,
  rows: 0,
  labels: 0,
  windowsJudged: 0,
  rowsJudged: 0,
  measurements: 0,
  metrics: 0,
  alarms: 0,
  dashboards: 0,
};

describe('the cost of a month', () => {
  it('is nothing where nothing runs', () => {
    expect(estimateMonth(NOTHING).total).toBe(0);
  });

  it('has $0.30 for each metric and $0.10 for each alarm, as docs/cost.md says of 20 and 3, and $3 for a dashboard', () => {
    const cost = estimateMonth({ ...NOTHING, metrics: 20, alarms: 3, dashboards: 1 });
    expect(cost.cloudwatchMetrics).toBeCloseTo(6, 10);
    expect(cost.cloudwatchAlarms).toBeCloseTo(0.3, 10);
    expect(cost.cloudwatchDashboards).toBeCloseTo(3, 10);
    expect(cost.total).toBeCloseTo(9.3, 10);
  });

  it('counts what 720 runs that find nothing ask for', () => {
    const cost = estimateMonth({ ...NOTHING, runs: 720 });
    // Eight transitions at $0.000025 and one start at $0.000001.
    expect(cost.stepFunctions).toBeCloseTo(720 * (8 * 0.000025 + 0.000001), 10);
    // Two GET, four LIST, one PUT.
    expect(cost.s3Requests).toBeCloseTo(720 * (2 * 4e-7 + 5 * 5e-6), 10);
    // 17 read units and 4 write units.
    expect(cost.dynamodb).toBeCloseTo(720 * (17 * 0.125e-6 + 4 * 0.625e-6), 10);
    expect(cost.cloudwatchRequests).toBeCloseTo(720 * 1e-5, 10);
    // Plan: 0.15 s, six requests to S3 (GETs 16 at once), seven to the table, 1 s of cold start, 3,008 MB, of which a core
    // has 1,769. Due windows: 512 MB. Conclude: 1,024 MB.
    const plan = (0.15 + (2 / 16 + 4) * 0.03 + 7 * 0.005 + 1) * (3008 / 1024);
    const due = ((0.01 * 1769) / 512 + 0.005 + 1) * 0.5;
    const conclude = (0.03 * 1769) / 1024 + 0.03 + 13 * 0.005 + 1;
    const requests = 3 * 0.2e-6;
    expect(cost.lambda).toBeCloseTo(720 * ((plan + due + conclude) * 1.33334e-5 + requests), 8);
  });

  it('grows with objects, rows, windows and measurements, each alone', () => {
    const use = {
      ...NOTHING,
      runs: 30,
      predictionShards: 30,
      windowsJudged: 30,
      measurements: 100,
    };
    const usual = estimateMonth(use).total;
    for (const more of [
      { predictionObjects: 1000 },
      { rows: 1e7 },
      { windowsJudged: 300 },
      { measurements: 5000 },
    ])
      expect(estimateMonth({ ...use, ...more }).total).toBeGreaterThan(usual);
  });

  it('comes within a tenth of the first bill of docs/cost.md: 10,000 predictions a day in 288 objects, hourly runs', () => {
    const { total } = estimateMonth({
      ...{ runs: 720, predictionShards: 720, predictionObjects: 8640, rows: 300_000 },
      ...{ labelShards: 720, labelObjects: 720, labels: 300_000 },
      ...{ windowsJudged: 750, rowsJudged: 7_500_000, measurements: 4484 },
      ...{ metrics: 20, alarms: 3, dashboards: 0 },
    });
    // 7.40 less storage (0.02) and the stack's own four alarms (0.40).
    expect(Math.abs(total / 6.98 - 1)).toBeLessThan(0.1);
  });

  it('follows the schedule: runs of a month of 30 days, and alarms that CloudWatch can look back for', () => {
    expect(runsPerMonth(monitor)).toBe(720);
    expect(alarmsOf(monitor)).toBe(3);
    const weekly = { ...monitor, schedule: 'rate(7 days)' };
    expect(runsPerMonth(weekly)).toBeCloseTo(30 / 7, 10);
    expect(alarmsOf(weekly)).toBe(0);
  });
});
