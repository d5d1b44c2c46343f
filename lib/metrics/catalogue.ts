import { monitorSchema } from '../monitor/schema.ts';
import type { Column, OutcomeFrame } from '../profile/column.ts';
import { emptyProfile, type Profile } from '../profile/profile.ts';
import type { ColumnMetric, Metric, SliceMetric } from './metric.ts';
import { METRICS } from './registry.ts';

const TASKS = ['binary', 'multiclass', 'regression'] as const;
const ROLES = ['feature', 'prediction', 'score', 'latency'] as const;
const TYPES = ['numeric', 'categorical'] as const;

const LATENCY: Column = {
  name: 'x',
  role: 'latency',
  type: 'numeric',
  edges: [],
  decileEdges: [],
  center: 0,
};

/** Every metric as a table in Markdown: what docs/metrics.md shows. */
export function metricsTable(): string {
  const head = [
    'metric',
    'family',
    'applies to',
    'unit',
    'worse',
    'default threshold',
    'what it is',
  ];
  const rows = METRICS.map((metric) => [
    `\`${metric.name}\`${metric.headline ? ' *' : ''}`,
    metric.family,
    metric.per === 'column' ? columnsOf(metric) : tasksOf(metric),
    metric.unit,
    metric.worse ?? '',
    thresholdOf(metric),
    metric.description,
  ]);
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function columnsOf(metric: ColumnMetric): string {
  const types = TYPES.flatMap((type) => {
    const roles = ROLES.filter((role) => metric.appliesTo(column(role, type)));
    const all = roles.length === ROLES.length ? '' : ` (${roles.join(', ')})`;
    return roles.length > 0 ? [`${type}${all}`] : [];
  });
  return `column: ${types.join('; ')}`;
}

function column(role: Column['role'], type: Column['type']): Column {
  return type === 'numeric'
    ? { ...LATENCY, role }
    : { name: 'x', role, type, categories: [], truncated: false };
}

/** For which tasks a metric is there once everything is logged; asked without an outcome it tells whether it needs one. */
function tasksOf(metric: SliceMetric): string {
  const applies = (task: OutcomeFrame['task'], profile: Profile) =>
    metric.appliesTo({
      baseline: profile,
      current: profile,
      frame: { columns: [LATENCY], outcome: outcomeFrame(task), segments: [] },
      segment: null,
      variant: null,
      slices: { baseline: [], current: [] },
      monitor: monitorSchema.parse({ monitor: 'm', task, columns: { timestamp: 't' } }),
      windowMinutes: 1,
      rejected: 0,
    });
  if (applies('binary', { ...emptyProfile, errors: 0 })) return 'slice';
  const tasks = TASKS.filter((task) => applies(task, labelled));
  return `slice: ${tasks.length === TASKS.length ? 'any task with labels' : tasks.join(', ')}`;
}

function outcomeFrame(task: OutcomeFrame['task']): OutcomeFrame {
  return {
    task,
    scoreEdges: [0.5],
    classes: [],
    actualCenter: 0,
    errorEdges: [0],
    predictionEdges: [],
    missAbove: 1,
    partMinutes: 1,
  };
}

const labelled: Profile = {
  ...emptyProfile,
  outcome: {
    binary: {
      truePositive: 1,
      falsePositive: 0,
      trueNegative: 0,
      falseNegative: 0,
      scored: 1,
      logLoss: 0,
      squaredError: 0,
      positiveScores: [0, 1],
      negativeScores: [0, 0],
    },
    multiclass: { confusion: {}, scored: 1, logLoss: 0 },
    regression: {
      labelled: 1,
      error: 0,
      absoluteError: 0,
      squaredError: 0,
      absolutePercentageError: 0,
      actual: 0,
      squaredActual: 0,
    },
  },
};

function thresholdOf({ defaultThreshold }: Metric): string {
  if (!defaultThreshold) return '';
  const { warn, off: _, ...limits } = defaultThreshold;
  const print = (setting: object) =>
    Object.entries(setting)
      .map(([limit, value]) => `${limit} ${value}`)
      .join(', ');
  return warn ? `${print(limits)} (warn ${print(warn)})` : print(limits);
}
