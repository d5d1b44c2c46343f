import type { Duration } from 'aws-cdk-lib';
import { GraphWidget, type HorizontalAnnotation, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { publishedMetrics } from '../../../act/select-data.ts';
import type { Family } from '../../../metrics/family.ts';
import type { Metric } from '../../../metrics/metric.ts';
import type { Monitor, ThresholdSetting } from '../../../monitor/schema.ts';
import { pipelineMetric } from './own-metric.ts';
import { type Lines, searchMetrics } from './search.ts';

const SIZE = { width: 8, height: 6 } as const;

interface Section {
  readonly title: string;
  readonly families: readonly Family[];
  /** What its metrics of a slice are of, where not of all rows. */
  readonly per?: Lines;
  /** By axis, where the section's own does not say it. */
  readonly titles?: Readonly<Record<string, string>>;
}

const SECTIONS: readonly Section[] = [
  { title: 'Performance', families: ['performance', 'estimated_performance'] },
  { title: 'Drift', families: ['drift', 'concept_drift'] },
  { title: 'Data quality', families: ['quality'], titles: { counts: 'Rows read and rejected' } },
  {
    title: 'Operations',
    families: ['operations'],
    titles: { ms: 'Latency', 'per minute': 'Throughput', '': 'Errors', minutes: 'Longest gap' },
  },
  { title: 'Fairness by group', families: ['fairness'], per: 'Segment' },
  { title: 'Metrics of your own', families: ['custom'] },
];

/** Units that share an axis: plain numbers near 1, or one unit each. */
const AXES: Readonly<Record<Metric['unit'], string>> = {
  none: '',
  share: '',
  nats: '',
  count: 'counts',
  milliseconds: 'ms',
  seconds: 'seconds',
  minutes: 'minutes',
  per_minute: 'per minute',
  target: 'in units of the target',
  target_squared: 'in squared units of the target',
};

/** What was found in windows, then graphs of what is published of them, section by section. */
export function windowWidgets(monitor: Monitor, period: Duration): IWidget[] {
  const { ofAllRows, ofColumns } = publishedMetrics(monitor);
  return [
    ...foundWidgets(monitor, period),
    ...SECTIONS.flatMap((section) => [
      ...graphs(monitor, section, ofAllRows, { per: section.per ?? null, period }),
      ...graphs(monitor, section, ofColumns, { per: 'Column', period }),
    ]),
  ];
}

/** None where the monitor publishes nothing of its windows. */
function foundWidgets({ monitor, cloudwatch }: Monitor, period: Duration): IWidget[] {
  if (cloudwatch.publish === 'none') return [];
  const found = (name: 'alerts' | 'warnings', color: string) =>
    pipelineMetric(monitor, name, { statistic: 'Average', period }).with({ color, label: name });
  return [
    new GraphWidget({
      title: 'Found in each window: checks outside their limits',
      left: [found('alerts', '#d13212'), found('warnings', '#ff9900')],
      leftYAxis: { min: 0, showUnits: false },
      ...SIZE,
    }),
  ];
}

function graphs(
  monitor: Monitor,
  { title, families, titles = {} }: Section,
  all: readonly Metric[],
  search: { readonly per: Lines; readonly period: Duration },
): GraphWidget[] {
  const metrics = all.filter(({ family }) => families.includes(family));
  const axes = [...new Set(metrics.map(({ unit }) => AXES[unit]))];
  return axes.map((axis) => {
    const names = metrics.filter(({ unit }) => AXES[unit] === axis).map(({ name }) => name);
    const subject = search.per === 'Column' ? `${title} by column` : (titles[axis] ?? title);
    return new GraphWidget({
      title: axis === '' ? subject : `${subject} (${axis})`,
      left: searchMetrics(monitor.monitor, names, search),
      leftAnnotations: names.flatMap((name) => limitsOf(monitor, name)),
      leftYAxis: { showUnits: false },
      ...SIZE,
    });
  });
}

/** The absolute limits that the monitor file sets for all rows and columns, as lines. */
function limitsOf({ thresholds }: Monitor, metric: string): HorizontalAnnotation[] {
  const settings = [thresholds[metric] ?? []].flat() as readonly ThresholdSetting[];
  return settings
    .filter(({ columns, segments, off }) => !columns && !segments && !off)
    .flatMap(({ min, max }) => [
      ...(min === undefined ? [] : [{ value: min, label: `${metric} >= ${min}` }]),
      ...(max === undefined ? [] : [{ value: max, label: `${metric} <= ${max}` }]),
    ]);
}
