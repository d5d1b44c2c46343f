import type { Metric } from '../metrics/metric.ts';
import type { Measurement, Place } from '../results.ts';
import { format } from './describe-finding.ts';
import type { Incident } from './incidents.ts';

/** An incident that retraining was asked for because of, as it was then. */
export interface AskedIncident {
  readonly incident: Pick<Incident, 'id' | 'cause' | 'onset' | 'last' | 'findings'>;
  /** The request's id, and when it was made, ISO. */
  readonly request: string;
  readonly requested: string;
  /** The baseline then. */
  readonly baseline: string;
}

/** One number of the incident before the request and after what came of it. */
export interface BeforeAfter extends Place {
  readonly before: number;
  readonly after: number | null;
  readonly reference: number | null;
  readonly verdict: 'within limits' | 'better' | 'no better' | 'unknown';
}

export interface RetrainingEffect {
  readonly incident: string;
  readonly cause: string;
  readonly request: string;
  readonly requested: string;
  /** What ends the comparison. */
  readonly on: 'resolved' | 'promoted';
  /** ISO starts of the windows that the numbers are of. */
  readonly windows: { readonly before: string; readonly after: string };
  /** The new version as far as it is known here, such as `baseline v2`; null where nothing new is known. */
  readonly model: string | null;
  readonly metrics: readonly BeforeAfter[];
  readonly verdict: 'helped' | 'helped in part' | 'did not help' | 'unknown';
  /** A sentence for people. */
  readonly message: string;
}

/**
 * Whether what came of a retraining request made the incident's numbers better. Pure.
 *
 * `helped`: all that are known are within their limits again and better than before. Where no new version is known the verdict is
 * `unknown`: numbers go back by themselves too. `variant` is whose numbers count afterwards; null for those of the same place.
 */
export function retrainingEffect(
  asked: AskedIncident,
  after: {
    readonly on: RetrainingEffect['on'];
    readonly window: string;
    readonly measurements: readonly Measurement[];
    readonly variant: string | null;
    readonly model: string | null;
  },
  metricNamed: (name: string) => Pick<Metric, 'worse' | 'unit'> | undefined,
): RetrainingEffect {
  const { incident, request, requested } = asked;
  const metrics = incident.findings.map(
    ({ metric, column, segment, variant, value, reference }): BeforeAfter => {
      const place = { metric, column, segment, variant: after.variant ?? variant };
      const found = after.measurements.find((one) => isAt(one, place));
      const worse = metricNamed(metric)?.worse ?? null;
      const verdict = found ? compareValues(value, found, reference, worse) : 'unknown';
      return { ...place, before: value, after: found?.value ?? null, reference, verdict };
    },
  );
  const verdict = after.model === null ? 'unknown' : overall(metrics);
  const windows = { before: incident.last, after: after.window };
  const { on, model } = after;
  const bare = { incident: incident.id, cause: incident.cause, request, requested, on, windows };
  const message = describeEffect({ ...bare, model, metrics, verdict }, metricNamed);
  return { ...bare, model, metrics, verdict, message };
}

function isAt(one: Place, place: Place): boolean {
  return (['metric', 'column', 'segment', 'variant'] as const).every(
    (key) => one[key] === place[key],
  );
}

function compareValues(
  before: number,
  { value, status }: Measurement,
  reference: number | null,
  worse: Metric['worse'],
): BeforeAfter['verdict'] {
  if (value === null || status === 'insufficient') return 'unknown';
  if (worse === null && reference === null) return 'unknown';
  const badness = (number: number) =>
    worse === null ? Math.abs(number - (reference ?? 0)) : worse === 'higher' ? number : -number;
  if (badness(value) >= badness(before)) return 'no better';
  return status === 'ok' ? 'within limits' : 'better';
}

function overall(metrics: readonly BeforeAfter[]): RetrainingEffect['verdict'] {
  const known = metrics.filter(({ verdict }) => verdict !== 'unknown');
  if (known.length === 0) return 'unknown';
  if (known.every(({ verdict }) => verdict === 'within limits')) return 'helped';
  return known.every(({ verdict }) => verdict === 'no better') ? 'did not help' : 'helped in part';
}

const OUTCOMES: Readonly<Record<RetrainingEffect['verdict'], string>> = {
  helped: 'retraining helped',
  'helped in part': 'retraining helped in part',
  'did not help': 'retraining did not help',
  unknown: 'whether retraining helped is not known',
};

function describeEffect(
  { cause, windows, model, metrics, verdict }: Omit<RetrainingEffect, 'message'>,
  metricNamed: (name: string) => Pick<Metric, 'unit'> | undefined,
): string {
  const day = (start: string) => start.replace('T00:00:00Z', '');
  const numbers = metrics.map(({ metric, column, segment, before, after, reference }) => {
    const show = (value: number) => format(value, { unit: metricNamed(metric)?.unit ?? 'none' });
    const place = [metric, column && `of ${column}`, segment && `where ${segment}`];
    const now = after === null ? 'nothing' : show(after);
    const beside = reference === null ? '' : `, baseline ${show(reference)}`;
    return `${place.filter(Boolean).join(' ')} ${show(before)} before (${day(windows.before)}), ${now} after (${day(windows.after)})${beside}`;
  });
  const why =
    model === null ? ': no new baseline and no promotion since the request' : ` (${model})`;
  return `${cause}: ${numbers.join('; ')}: ${OUTCOMES[verdict]}${why}`;
}
