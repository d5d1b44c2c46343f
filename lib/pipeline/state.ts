import type { Incident, JudgedWindow } from '../judge/incidents.ts';
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
}

/** When the monitor was first run and when retraining was last asked for; ISO. */
export interface RetrainingRecord extends Item {
  readonly started: string;
  readonly last: string | null;
  /** A request that was decided on and may not have been sent. */
  readonly pending: string | null;
}

export interface IncidentRecord extends Item {
  readonly incident: Incident;
}

export const windowKey = (start: number) => `window#${String(start).padStart(15, '0')}`;
export const incidentKey = (incident: Incident) => `incident#${incident.onset}#${incident.cause}`;
