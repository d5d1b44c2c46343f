import type { WindowOrigin } from '../audit/origin.ts';
import type { ToldIncident } from '../judge/compare-told.ts';
import type { Incident, JudgedWindow } from '../judge/incidents.ts';
import type { PastRequest } from '../judge/retraining.ts';
import type { VariantValue } from '../judge/variant-values.ts';
import type { WindowResult } from '../results.ts';
import type { Item } from './ports.ts';

/** What the table knows of a window that was measured. */
export interface WindowRecord extends Item {
  /** Epoch ms. */
  readonly start: number;
  /** ISO times of the first and the last claim of predictions in it. */
  readonly came: { readonly first: string; readonly last: string };
  readonly judged: JudgedWindow;
  /** Digest of what was published of it. */
  readonly published: string;
  /** What an audit record says of it. */
  readonly summary: WindowSummary;
  /** What its variants are compared by; absent where there is no rollout, or but one variant. */
  readonly variants?: readonly VariantValue[];
  /** ISO time of the run that measured it last. */
  readonly measured: string;
  /** An audit record holds it. */
  readonly audited: boolean;
}

export interface WindowSummary
  extends Pick<
    WindowResult,
    'window' | 'baseline' | 'revision' | 'rows' | 'rejected' | 'labelled'
  > {
  readonly alerts: number;
  readonly warnings: number;
  /** SHA-256 of the result as written. */
  readonly digest: string;
  /** As the result states it. This and the next are missing where an older release judged it. */
  readonly as_of?: string;
  readonly origin?: WindowOrigin;
}

/** When the monitor was first run and what retraining was asked for; ISO. What is optional the first release did not write. */
export interface RetrainingRecord extends Item {
  readonly started: string;
  /** When it was asked for last. */
  readonly last: string | null;
  /** A request that was decided on, approved where that is needed, and may not have been sent. */
  readonly pending: string | null;
  /** A request that waits for a person to approve it, as `pending` is written. */
  readonly awaiting?: string | null;
  /** That person was told of it. */
  readonly told?: boolean;
  /** What is over, the newest last. */
  readonly past?: readonly PastRequest[];
}

/** What people were told of an incident, under the name that it opened with. */
export interface IncidentRecord extends Item, ToldIncident {}

export const windowKey = (start: number) => `window#${String(start).padStart(15, '0')}`;

export function incidentKey({ id }: Pick<Incident, 'id'>): string {
  const at = id.lastIndexOf('@');
  return `incident#${id.slice(at + 1)}#${id.slice(0, at)}`;
}
