import type { Column } from '../profile/column.ts';
import { FAMILIES, type Family } from './family.ts';
import type { ColumnMetric, Metric } from './metric.ts';
import { METRICS } from './registry.ts';

const ROLES = ['feature', 'prediction', 'score', 'latency', 'attribution'] as const;
const TYPES = ['numeric', 'categorical'] as const;

const TITLES: Readonly<Record<Family, string>> = {
  drift: 'Drift',
  concept_drift: 'Concept drift',
  quality: 'Data quality',
  performance: 'Performance',
  estimated_performance: 'Performance without labels',
  fairness: 'Fairness',
  operations: 'Operations',
  custom: 'Your own',
};

const HEAD = [
  'metric',
  'what it is',
  'formula',
  'measured of',
  'unit',
  'worse',
  'default threshold',
  'least effect',
  '95 % interval',
  'error bound',
  'source',
];

/** Every metric, family by family, as tables in Markdown: what docs/metrics.md shows. */
export function catalogue(): string {
  return FAMILIES.flatMap((family) => {
    const metrics = METRICS.filter((metric) => metric.family === family);
    return metrics.length === 0 ? [] : [`## ${TITLES[family]}\n\n${table(metrics)}`];
  }).join('\n\n');
}

function table(metrics: readonly Metric[]): string {
  const rows = metrics.map((metric) => [
    `\`${metric.name}\`${metric.headline ? ' *' : ''}`,
    metric.description,
    metric.formula,
    measuredOf(metric),
    metric.unit,
    metric.worse ?? '',
    thresholdOf(metric.defaultThreshold),
    metric.leastEffect ? thresholdOf(metric.leastEffect) : '',
    metric.interval,
    boundOf(metric),
    metric.source,
  ]);
  return [HEAD, HEAD.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => (cell ?? '').replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

function measuredOf(metric: Metric): string {
  if (metric.per === 'column') return columnsOf(metric);
  return metric.needs === undefined ? 'slice' : `slice: ${metric.needs}`;
}

/** Each type of column with the roles that it is measured in; `every` stands for all but attributions. */
function columnsOf(metric: ColumnMetric): string {
  const types = TYPES.flatMap((type) => {
    const roles = ROLES.filter((role) => metric.appliesTo(column(role, type)));
    const every = ROLES.every((role) => roles.includes(role) || role === 'attribution');
    return roles.length > 0 ? [`${type}${every ? '' : ` (${roles.join(', ')})`}`] : [];
  });
  return `column: ${types.join('; ')}`;
}

function column(role: Column['role'], type: Column['type']): Column {
  return type === 'numeric'
    ? { name: 'x', role, type, edges: [], decileEdges: [], center: 0 }
    : { name: 'x', role, type, categories: [], truncated: false };
}

function boundOf({ error }: Metric): string {
  if (!error) return 'exact';
  const { absolute, relative } = error;
  return [
    ...(absolute === undefined ? [] : [String(absolute)]),
    ...(relative === undefined ? [] : [`${100 * relative} %`]),
  ].join(' or ');
}

function thresholdOf(setting: Metric['defaultThreshold']): string {
  if (!setting) return '';
  const { warn, off: _, ...limits } = setting;
  const print = (setting: object) =>
    Object.entries(setting)
      .map(([limit, value]) => `${limit} ${value}`)
      .join(', ');
  return [print(limits), ...(warn ? [`warn ${print(warn)}`] : [])]
    .filter((part) => part !== '')
    .join('; ');
}
