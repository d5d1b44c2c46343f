import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../lib/errors.ts';
import { checkMonitor } from '../../lib/monitor/load.ts';
import { monitorSchema } from '../../lib/monitor/schema.ts';

const monitor = (compare: unknown, window = '1d') =>
  checkMonitor(
    { monitor: 'shop', task: 'binary', window, columns: { timestamp: 'at' }, compare },
    'shop.yaml',
  );

const refusal = (compare: unknown, window?: string): string => {
  try {
    monitor(compare, window);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
};

describe('compare in a monitor file', () => {
  it.each([
    ['same weekday', '1d', { season: 'weekday', of: 'baseline' }],
    ['same weekday', '6h', { season: 'weekday', of: 'baseline' }],
    ['same hour', '15m', { season: 'hour', of: 'baseline' }],
    ['same hour of the week', '1h', { season: 'hour of the week', of: 'baseline' }],
    [{ season: 'weekday', of: 'last 4w' }, '1d', { season: 'weekday', of: 'last 4w' }],
    [{ of: 'last 2w' }, '7d', { of: 'last 2w' }],
  ])('%j with windows of %s is %j', (written, window, read) => {
    expect(monitor(written, window).compare).toEqual(read);
  });

  it('reads back what it made of it, as an audit record holds it', () => {
    const read = monitor('same weekday');
    expect(monitorSchema.parse(JSON.parse(JSON.stringify(read)))).toEqual(read);
    expect(JSON.stringify(monitor(undefined))).not.toContain('compare');
  });

  it.each([
    ['same weekday', '7d', 'compare: a window of 7d lies in more than one weekday'],
    ['same weekday', '5h', 'compare: a window of 5h lies in more than one weekday'],
    ['same hour', '1d', 'compare: a window of 1d lies in more than one hour'],
    ['same month', '1d', 'compare: write "same weekday", "same hour", "same hour of the week"'],
    [{ season: 'month' }, '1d', 'compare.season: write one of weekday, hour, hour of the week'],
    [{ seasons: 'weekday' }, '1d', 'compare: unknown key seasons'],
    [{ of: 'last month' }, '1d', 'compare.of: write baseline, or a stretch of time'],
    [{ of: 'tomorrow' }, '1d', 'compare.of: write baseline, or a stretch of time'],
    [
      { season: 'weekday', of: 'last 1w' },
      '1d',
      'compare.of: last 1w holds 1 window of 1d of the same weekday: take a longer stretch',
    ],
    [{ of: 'last 1w' }, '7d', 'compare.of: last 1w holds 1 window of 7d: take a longer stretch'],
    [
      { of: 'last 4w' },
      '1h',
      'compare.of: last 4w holds 672 windows of 1h, and at most 60 are added up',
    ],
    ['same weekday', '1x', 'window: "1x" is not a duration'],
  ])('%j with windows of %s is refused at its key', (written, window, message) => {
    expect(refusal(written, window)).toContain(`shop.yaml: ${message}`);
  });
});
