import { ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  DataPointType,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import type { Datum } from '../../act/datum.ts';
import type { Delivery, Sink } from '../../act/delivery.ts';
import { RefusedError } from '../../errors.ts';
import type { Credentials } from './credentials.ts';
import { requestBytes, type Service } from './request.ts';
import { shownAnswer } from './secrets.ts';

export interface OtlpOptions extends Credentials {
  readonly url: string;
  readonly signal: AbortSignal;
}

type GaugeData = Extract<
  ResourceMetrics['scopeMetrics'][number]['metrics'][number],
  { readonly dataPointType: DataPointType.GAUGE }
>;

const PATH = '/v1/metrics';
const POINTS_PER_REQUEST = 2000;
const MOST_REVISIONS = 1000;

/** UCUM, which receivers make names and axes of; a `1` would be taken for a ratio. */
const UNITS: Partial<Record<Datum['unit'], string>> = {
  milliseconds: 'ms',
  seconds: 's',
  minutes: 'min',
};

/**
 * Any receiver of OpenTelemetry's metrics over HTTP: gauges at the window's start.
 *
 * Time series stores keep the first of two values of one instant, so a revision is a millisecond later than the one before it.
 */
export function otlpSink({ url, headers, secrets, signal }: OtlpOptions): Sink {
  const base = url.replace(/\/+$/, '').replace(new RegExp(`${PATH}$`), '');
  const service: Service = { name: 'otlp', url: base, headers, secrets, signal };
  return {
    deliver: async (delivery) => {
      for (let i = 0; i < delivery.data.length; i += POINTS_PER_REQUEST) {
        signal.throwIfAborted();
        const part = { ...delivery, data: delivery.data.slice(i, i + POINTS_PER_REQUEST) };
        await send(service, metricsOf(part));
      }
    },
  };
}

/** @throws RefusedError where the receiver took less than it was sent: it says so in an answer of success */
async function send(service: Service, metrics: ResourceMetrics): Promise<void> {
  const body = ProtobufMetricsSerializer.serializeRequest(metrics);
  if (!body) throw new Error('otlp: the metrics could not be written down');
  const headers = { 'Content-Type': 'application/x-protobuf' };
  const answer = await requestBytes(service, 'POST', PATH, new Uint8Array(body), headers);
  const { rejected, reason } = partialSuccess(answer);
  if (rejected > 0)
    throw new RefusedError(
      `otlp: ${rejected} points were refused: ${shownAnswer(reason, service.secrets)}`,
    );
}

/** Nothing where the answer is in another form: receivers answer with nothing at all, too. */
function partialSuccess(answer: Uint8Array): { rejected: number; reason: string } {
  try {
    const { partialSuccess: said } = ProtobufMetricsSerializer.deserializeResponse(answer);
    return { rejected: Number(said?.rejectedDataPoints ?? 0), reason: said?.errorMessage ?? '' };
  } catch {
    return { rejected: 0, reason: '' };
  }
}

/** One gauge a metric; its column, segment and variant are attributes. */
export function metricsOf({ monitor, window, revision, task, data }: Delivery): ResourceMetrics {
  const instant = Date.parse(window.start) + Math.min(revision, MOST_REVISIONS) - 1;
  const time: [number, number] = [Math.floor(instant / 1000), (instant % 1000) * 1_000_000];
  const byMetric = new Map<string, Datum[]>();
  for (const datum of data)
    byMetric.set(datum.metric, [...(byMetric.get(datum.metric) ?? []), datum]);
  const metrics = [...byMetric].map(
    ([metric, points]): GaugeData => ({
      dataPointType: DataPointType.GAUGE,
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
      descriptor: {
        name: `driftwatch.${metric}`,
        description: '',
        unit: UNITS[(points[0] as Datum).unit] ?? '',
        valueType: 1,
      },
      dataPoints: points.map((point) => ({
        startTime: time,
        endTime: time,
        value: point.value,
        attributes: attributesOf(monitor, point),
      })),
    }),
  );
  return {
    resource: resourceFromAttributes({
      'service.name': 'driftwatch',
      'service.instance.id': monitor,
      'driftwatch.task': task,
    }),
    scopeMetrics: [{ scope: { name: 'driftwatch' }, metrics }],
  };
}

function attributesOf(monitor: string, { column, segment, variant }: Datum) {
  const known = Object.entries({ monitor, column, segment, variant });
  return Object.fromEntries(known.filter(([, value]) => value !== null)) as Record<string, string>;
}
