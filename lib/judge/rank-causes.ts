import type { Family } from '../metrics/family.ts';
import { format } from './describe-finding.ts';
import type { Explanations } from './explanations.ts';
import type { Episode } from './fold-causes.ts';
import type { IncidentCause } from './incident.ts';
import { columnOfSegment, type Loss } from './loss-shares.ts';
import { beyondLimit } from './worst-findings.ts';

type Unranked = Omit<IncidentCause, 'role'>;

/** What explains comes before what is explained. */
const ORDER: readonly Family[] = [
  'quality',
  'drift',
  'concept_drift',
  'estimated_performance',
  'performance',
  'fairness',
  'custom',
  'operations',
];

/** An episode as a cause of its incident. `before` is what was known of it; what its window explains counts while it alerts. */
export function causeFrom(
  episode: Episode,
  explanations: Explanations | undefined,
  before: Unranked | undefined,
): Unranked | null {
  const { cause, kinds, onset, opened, last, resolved, found, findings, latest } = episode;
  const [worst] = findings;
  if (!worst) return null;
  const { column } = worst;
  const known = before ?? { segment: null, share: null, change: null };
  const said = explanations ? explained(episode, explanations) : null;
  return {
    ...{ cause, kinds, onset, opened, last, resolved, found, worst, column },
    severity: episode.severity ?? 'alert',
    ...(latest && { latest }),
    segment: said?.segment ?? worst.segment ?? known.segment,
    share: said?.share ?? known.share,
    change: said?.change ?? known.change,
  };
}

function explained({ findings, kinds }: Episode, { loss, drift, schema }: Explanations) {
  const column = findings[0]?.column ?? null;
  if (column === null) {
    const [first] = loss?.segments ?? [];
    const worst = kinds.includes('performance') ? first : undefined;
    return { segment: worst?.segment ?? null, share: null, change: null };
  }
  const share = loss ? shareOfColumn(loss, column) : 0;
  return {
    segment: drift.find((one) => one.column === column)?.segment ?? null,
    share: share > 0 ? share : null,
    change: schema.find((one) => one.column === column)?.change ?? null,
  };
}

/** What a column explains of a loss: the change of its mix, or one of its values where the model got worse; 0 where nothing is known. */
export function shareOfColumn({ columns, segments }: Loss, column: string): number {
  const mix = columns.find((one) => one.column === column)?.share ?? 0;
  const values = segments.filter(({ segment }) => columnOfSegment(segment) === column);
  return Math.max(mix, ...values.map(({ share }) => share), 0);
}

/**
 * The causes in the order of explanation, with what each has to do with the first. `outputs`: columns that follow from others;
 * `before`: what is said already of causes that the window says nothing new of.
 */
export function rankCauses(
  causes: readonly Unranked[],
  outputs: readonly string[],
  loss: Loss | null,
  before: ReadonlyMap<string, string>,
): IncidentCause[] {
  const place = (one: Unranked): readonly number[] => [
    one.resolved === null ? 0 : 1,
    one.change === null ? 1 : 0,
    stage(one, outputs),
    one.column === null ? Math.min(...one.kinds.map((kind) => ORDER.indexOf(kind))) : 0,
    -(one.share ?? 0),
    -beyondLimit(one.worst),
  ];
  const ranked = causes
    .map((one) => ({ one, at: place(one) }))
    .sort((a, b) => {
      const first = a.at.findIndex((value, i) => value !== b.at[i]);
      if (first < 0) return a.one.cause < b.one.cause ? -1 : 1;
      return (a.at[first] ?? 0) - (b.at[first] ?? 0);
    })
    .map(({ one }) => one);
  const [first] = ranked;
  return ranked.map((one) => ({
    ...one,
    role: before.get(one.cause) ?? roleOf(one, first ?? one, outputs, loss),
  }));
}

/** Inputs, what is about all of them, outputs, what comes of these. */
function stage({ column, kinds }: Unranked, outputs: readonly string[]): number {
  if (column !== null) return outputs.includes(column) ? 2 : 0;
  return kinds.includes('quality') || kinds.includes('drift') ? 1 : 3;
}

function roleOf(
  one: Unranked,
  first: Unranked,
  outputs: readonly string[],
  loss: Loss | null,
): string {
  const parts: string[] = [];
  if (one.change !== null)
    parts.push(`${one.change}${one.kinds.includes('drift') ? ', which explains its drift' : ''}`);
  if (one.share !== null) parts.push(`explains ${percent(one.share)} of the performance loss`);
  const where = one.column === null && one.kinds.includes('performance') ? loss?.segments[0] : null;
  if (where && loss) {
    const show = (value: number) =>
      format(value, { unit: loss.metric === 'accuracy' ? 'share' : 'target' });
    const beside = where.reference === null ? '' : `, baseline ${show(where.reference)}`;
    parts.push(
      `${where.segment} explains ${percent(where.share)} of the loss (${loss.metric} ${show(where.value)}${beside}, ${where.rows} labelled rows)`,
    );
  } else if (one.column !== null && one.segment !== null && one.worst.segment === null) {
    parts.push(`most of it where ${one.segment}`);
  }
  if (one.cause !== first.cause && one.share === null && one.change === null)
    parts.push(relation(one, first, outputs));
  return parts.join('; ');
}

function relation(one: Unranked, first: Unranked, outputs: readonly string[]): string {
  if (one.column !== null && outputs.includes(one.column) && first.column !== null)
    return outputs.includes(first.column)
      ? `moved together with ${first.cause}`
      : `follows from the inputs, which moved: ${first.cause}`;
  const together = one.opened === first.opened;
  if (one.column !== null) return together ? `moved together with ${first.cause}` : 'came later';
  return together ? `began together with ${first.cause}` : `began after ${first.cause}`;
}

function percent(share: number): string {
  return `${Math.round(Math.min(share, 1) * 100)} %`;
}
