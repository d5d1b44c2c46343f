import { z } from 'zod';
import { captureIssues } from './capture-issues.ts';
import { compareIssues } from './check-compare.ts';
import { customMetricIssues } from './custom-metrics.ts';
import { alerts } from './settings/alerts.ts';
import { compare } from './settings/compare.ts';
import { customMetric, word } from './settings/custom-metric.ts';
import { type change, column, duration, name, rate } from './settings/parts.ts';
import { retrain } from './settings/retrain.ts';
import { rollout } from './settings/rollout.ts';
import { sagemaker } from './settings/sagemaker.ts';
import { segment } from './settings/segment.ts';
import { sinks } from './settings/sinks.ts';
import { labels, predictions } from './settings/sources.ts';
import { threshold } from './settings/threshold.ts';

export const monitorSchema = z
  .strictObject({
    monitor: name,
    task: z.enum(['binary', 'multiclass', 'regression']),
    schedule: rate.default('rate(1 hour)'),
    window: duration.default('1d'),
    columns: z.strictObject({
      id: column.optional(),
      timestamp: column,
      prediction: column.optional(),
      score: column.optional(),
      scores: z.record(z.string(), column).optional(),
      positive: z.union([z.string(), z.number(), z.boolean()]).default(1),
      decide_at: z.number().default(0.5),
      label: column.optional(),
      latency_ms: column.optional(),
      error: column.optional(),
      variant: column.optional(),
      segments: z.array(segment).default([]),
      /** The column of each feature's attribution, where they are logged. */
      attributions: z.record(column, column).optional(),
      features: z
        .union([z.literal('auto'), z.record(column, z.enum(['numeric', 'categorical']))])
        .default('auto'),
    }),
    predictions,
    labels,
    /** How far back a run looks: for objects by the time of their drop, and for windows that may change an incident. */
    look_back: duration.default('30d'),
    /** What a window is compared with; absent: the whole baseline. */
    compare,
    alerts,
    thresholds: z.record(z.string(), z.union([threshold, z.array(threshold)])).default({}),
    /** The least effects that matter, beside a budget of false alarms. */
    effects: z.record(z.string(), z.union([threshold, z.array(threshold)])).optional(),
    retrain,
    rollout,
    fairness: z
      .strictObject({
        /** Columns whose every value is compared with all others. */
        facets: z.array(column).min(1),
        /** A column within whose values the conditional disparities compare. */
        given: column.optional(),
      })
      .optional(),
    metrics: z.record(word, customMetric).default({}),
    cloudwatch: z
      .strictObject({
        /** `headline`: one value per headline metric and window. `all`: every measurement, one custom metric each. */
        publish: z
          .union([z.enum(['none', 'headline', 'all']), z.array(z.string())])
          .default('headline'),
        /** A dashboard of its own. @default - one, unless nothing is published */
        dashboard: z.boolean().optional(),
      })
      .default({ publish: 'headline' }),
    sagemaker,
    sinks,
  })
  .superRefine((monitor, context) => {
    const { columns, task } = monitor;
    const issue = (path: string[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    if (task === 'multiclass' && columns.score)
      issue(['columns', 'score'], 'multiclass takes scores: { <class>: <column>, ... }');
    if (task !== 'multiclass' && columns.scores)
      issue(['columns', 'scores'], `only multiclass takes scores; ${task} takes score`);
    if (task === 'regression' && columns.score)
      issue(['columns', 'score'], 'regression takes prediction alone');
    if (monitor.labels && !columns.id)
      issue(['columns', 'id'], 'labels are joined on an id: name its column');
    if (monitor.labels && !(monitor.labels.label ?? columns.label))
      issue(['columns', 'label'], 'labels hold an outcome: name its column');
    const attributions = Object.values(columns.attributions ?? {});
    if (new Set(attributions).size < attributions.length)
      issue(['columns', 'attributions'], 'every feature has a column of attributions of its own');
    const segments = columns.segments.map(nameOfSegment);
    const twice = segments.find((name, i) => segments.indexOf(name) < i);
    if (twice !== undefined) issue(['columns', 'segments'], `${twice} is listed twice`);
    const [count = 1, of = 1] = monitor.alerts.confirm.split(' of ').map(Number);
    if (count > of) issue(['alerts', 'confirm'], `${count} of ${of} windows can never be`);
    for (const { path, message } of compareIssues(monitor)) issue(['compare', ...path], message);
    for (const { path, message } of captureIssues(monitor)) issue(path, message);
    for (const { path, message } of customMetricIssues(monitor))
      issue(['metrics', ...path], message);
  });

/** A monitor file after defaults: what is watched and how. */
export type Monitor = z.output<typeof monitorSchema>;
export type Task = Monitor['task'];
/** One limit of the monitor file, for one metric. */
export type ThresholdSetting = z.output<typeof threshold>;
/** A metric of the user's own as the monitor file says it. */
export type CustomMetricSetting = z.output<typeof customMetric>;
export type Change = z.output<typeof change>;

/** What a definition of segments is called: its columns, joined by ` & `. */
export function nameOfSegment(definition: z.output<typeof segment>): string {
  if (typeof definition === 'string') return definition;
  return 'column' in definition ? definition.column : definition.columns.join(' & ');
}
