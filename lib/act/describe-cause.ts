import type { Incident, IncidentCause } from '../judge/incident.ts';
import { causeOf } from '../judge/judged-window.ts';
import type { Finding } from '../results.ts';
import { type Fact, factsOf, factText, valueText } from './facts.ts';

const FACTS_SHOWN = 3;
const SLICES_SHOWN = 4;

/** One cause of an incident: its name and what it has to do with the others, then a line a fact, and one for all segments. */
export function describeCause(number: string, one: IncidentCause, incident: Incident): string[] {
  const state =
    one.resolved !== null
      ? `back within its limits from ${one.resolved}`
      : one.severity === 'warning'
        ? 'warnings only by now'
        : '';
  const said = [state, one.role].filter(Boolean).join('; ');
  const head = `${number}${one.cause} (${one.kinds.join(', ')})${said ? `: ${said}` : ''}`;
  if (one.resolved !== null) return [head];
  const facts = factsOf([one.worst, ...othersOf(one, incident)]);
  const [first, ...others] = facts as [Fact, ...Fact[]];
  const wholes = others.filter(({ lead }) => !isSlice(lead)).slice(0, FACTS_SHOWN - 1);
  const slices = others.filter(({ lead }) => isSlice(lead)).slice(0, SLICES_SHOWN);
  const shown = [first, ...wholes, ...slices].reduce((sum, { also }) => sum + 1 + also.length, 0);
  const more = one.found - shown;
  return [
    head,
    `   ${factText(first)}`,
    ...wholes.map((fact) => `   ${factText(fact)}`),
    ...(slices.length > 0
      ? [`   also where ${slices.map((one) => inSlice(one, first)).join(', ')}`]
      : []),
    ...(more > 0 ? [`   and ${more} more finding${more === 1 ? '' : 's'}`] : []),
  ];
}

function othersOf(one: IncidentCause, { findings }: Incident): Finding[] {
  return findings.filter(
    (finding) =>
      causeOf(finding, finding.kind) === one.cause && finding.message !== one.worst.message,
  );
}

function isSlice({ segment, variant }: Finding): boolean {
  return segment !== null || variant !== null;
}

/** `country=PL (0.732)`; the metric stands before the value where it is another one than the first fact's. */
function inSlice({ lead }: Fact, first: Fact): string {
  const place = [lead.segment, lead.variant && `variant ${lead.variant}`]
    .filter(Boolean)
    .join(' of ');
  const value = valueText(lead);
  return `${place} (${lead.metric === first.lead.metric ? value : `${lead.metric} ${value}`})`;
}
