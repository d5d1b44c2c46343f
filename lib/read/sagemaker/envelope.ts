import type { CaptureSettings } from '../../monitor/settings/capture.ts';
import type { CanonicalShape } from '../canonical.ts';
import type { Format } from '../format.ts';

/** How the records of a file hold their rows. */
export type Envelope = CaptureEnvelope | GroundTruthEnvelope;

export interface CaptureEnvelope {
  readonly kind: 'capture';
  /** What a record looks like around its two payloads. */
  readonly record: 'sagemaker-capture' | 'open-inference';
  readonly settings: CaptureSettings;
  /** What the file's path says of it; null where it does not. */
  readonly endpoint: string | null;
  readonly variant: string | null;
  /** The columns that the attributes of prediction and probability become. */
  readonly prediction?: string | undefined;
  readonly score?: string | undefined;
}

export interface GroundTruthEnvelope {
  readonly kind: 'ground-truth';
  /** The columns that the record's id and its label become. */
  readonly id: string;
  readonly label: string;
}

/** The envelope of a file's records; undefined where its records are the rows. */
export function envelopeOf(
  format: Format,
  key: string,
  { names }: CanonicalShape,
  settings: CaptureSettings = {},
): Envelope | undefined {
  if (format === 'sagemaker-ground-truth')
    return { kind: 'ground-truth', id: names.id ?? 'eventId', label: names.label ?? 'label' };
  if (format !== 'sagemaker-capture' && format !== 'open-inference') return undefined;
  return {
    kind: 'capture',
    record: format,
    settings,
    ...sourceOf(key),
    prediction: names.prediction,
    score: names.score,
  };
}

/** Captures lie in `<endpoint>/<variant>/yyyy/mm/dd/hh/`. */
function sourceOf(key: string): Pick<CaptureEnvelope, 'endpoint' | 'variant'> {
  const match = /([^/]+)\/([^/]+)\/\d{4}\/\d{2}\/\d{2}\/\d{2}\/[^/]+$/.exec(key);
  return { endpoint: match?.[1] ?? null, variant: match?.[2] ?? null };
}
