import { parseDuration } from '../../monitor/duration.ts';
import { labelColumn } from '../../monitor/label-column.ts';
import type { Monitor } from '../../monitor/schema.ts';
import type { Measurement, WindowResult } from '../../results.ts';
import type { Datum } from '../datum.ts';
import { BIAS_NAMES, DISTANCES, MODEL_NAMES, PRE_TRAINING } from './metric-names.ts';

/** What Model Monitor's metrics are about, and the last part of their namespace. */
const NAMESPACES = {
  data_quality: 'data-metrics',
  model_quality: 'model-metrics',
  model_bias: 'bias-metrics',
} as const;
type About = keyof typeof NAMESPACES;

/** The namespaces that a monitor publishes to beside Driftwatch's own; none where it does not. */
export function sageMakerNamespaces({ sagemaker }: Pick<Monitor, 'sagemaker'>): string[] {
  if (!sagemaker?.metrics) return [];
  return (Object.keys(NAMESPACES) as About[])
    .filter((about) => scheduleOf(sagemaker, about) !== undefined)
    .map((about) => namespaceOf(sagemaker, about));
}

/**
 * A window's numbers under Model Monitor's namespaces, names and dimensions, of all rows alone.
 *
 * Their time is that of the run, as Model Monitor's is: an alarm looks at the last hours. The first revision of a window that
 * is long over has the time of its end.
 */
export function sageMakerData(monitor: Monitor, result: WindowResult): Datum[] {
  const { sagemaker } = monitor;
  if (!sagemaker?.metrics) return [];
  const timestamp = instantOf(monitor, result);
  const whole = result.measurements.filter(
    ({ segment, variant, value }) => segment === null && variant === null && value !== null,
  );
  const make = (
    about: About,
    name: string,
    measurement: Measurement,
    more: Pick<Elsewhere, 'statistics'> & { dimensions?: Record<string, string> } = {},
  ): Datum[] => {
    const schedule = scheduleOf(sagemaker, about);
    const { metric, column, segment, variant, value } = measurement;
    if (schedule === undefined || value === null) return [];
    return [
      {
        metric,
        unit: 'none',
        value,
        timestamp,
        monitor: monitor.monitor,
        column,
        segment,
        variant,
        elsewhere: {
          namespace: namespaceOf(sagemaker, about),
          name,
          dimensions: {
            ...(sagemaker.endpoint !== undefined && { Endpoint: sagemaker.endpoint }),
            MonitoringSchedule: schedule,
            ...more.dimensions,
          },
          ...(more.statistics && { statistics: more.statistics }),
        },
      },
    ];
  };
  return [
    ...whole.flatMap((one) => dataOf(one, whole, result, make)),
    ...whole.flatMap((one) => {
      const name = Object.hasOwn(MODEL_NAMES, one.metric) ? MODEL_NAMES[one.metric] : undefined;
      return name !== undefined && one.column === null ? make('model_quality', name, one) : [];
    }),
    ...result.measurements.flatMap((one) => biasOf(monitor, one, make)),
  ];
}

type Elsewhere = NonNullable<Datum['elsewhere']>;
type Make = (
  about: About,
  name: string,
  measurement: Measurement,
  more?: Pick<Elsewhere, 'statistics'> & { dimensions?: Record<string, string> },
) => Datum[];

/** A feature's distance, its completeness, and of a numeric one count, sum and extremes. */
function dataOf(
  one: Measurement,
  whole: readonly Measurement[],
  { rows }: WindowResult,
  make: Make,
): Datum[] {
  const { metric, column, value } = one;
  if (column === null || value === null) return [];
  if (DISTANCES.includes(metric))
    return make('data_quality', `feature_baseline_drift_${column}`, one);
  if (metric === 'missing_share')
    return make('data_quality', `feature_non_null_${column}`, { ...one, value: 1 - value });
  if (metric !== 'mean') return [];
  const found = (name: string) =>
    whole.find((other) => other.metric === name && other.column === column)?.value ?? null;
  const [min, max] = [found('min'), found('max')];
  const left = 1 - (found('missing_share') ?? 0) - (found('invalid_share') ?? 0);
  const count = Math.round(rows * left);
  if (min === null || max === null || count < 1) return [];
  const statistics = { count, sum: value * count, min, max };
  return make('data_quality', `feature_data_${column}`, one, { statistics });
}

function biasOf(monitor: Monitor, one: Measurement, make: Make): Datum[] {
  const { metric, segment, variant } = one;
  const name = Object.hasOwn(BIAS_NAMES, metric) ? BIAS_NAMES[metric] : undefined;
  if (name === undefined || segment === null || variant !== null) return [];
  const at = segment.indexOf('=');
  return make('model_bias', `bias_metric_${name}`, one, {
    dimensions: {
      BiasStage: PRE_TRAINING.includes(name) ? 'Pre-training' : 'Post-Training',
      Label: labelColumn(monitor) ?? '',
      LabelValue: String(monitor.columns.positive),
      Facet: segment.slice(0, at),
      FacetValue: segment.slice(at + 1),
    },
  });
}

function namespaceOf({ endpoint }: NonNullable<Monitor['sagemaker']>, about: About): string {
  const of = endpoint === undefined ? 'ModelMonitoring' : 'Endpoints';
  return `aws/sagemaker/${of}/${NAMESPACES[about]}`;
}

function scheduleOf({ schedule }: NonNullable<Monitor['sagemaker']>, about: About) {
  return typeof schedule === 'string' ? schedule : schedule?.[about];
}

function instantOf(monitor: Monitor, { window, as_of, revision }: WindowResult): string {
  const over = Date.parse(window.end) + parseDuration(monitor.window);
  return revision === 1 && Date.parse(as_of) > over ? window.end : as_of;
}
