import { parse, stringify } from 'yaml';
import type { Source } from './data/source.ts';

/** The budget that every monitor of this bench is given. */
export const BUDGET_PER_MONTH = 1;

/** A monitor file over a source: its features alone, or with what the model said and what came of it. */
export function monitorText(
  source: Source,
  features: Readonly<Record<string, 'numeric' | 'categorical'>>,
  { labelled = false, segmented = false, id = false },
): string {
  const outcome = labelled ? (parse(source.outcome.join('\n')) as Record<string, string>) : {};
  const watched = Object.entries(features).filter(
    ([name]) => !Object.values(outcome).includes(name),
  );
  return stringify({
    monitor: 'bench',
    task: source.task,
    window: '1d',
    columns: {
      timestamp: 'event_at',
      ...(id && { id: 'id' }),
      ...outcome,
      ...(segmented && { segments: [source.segment] }),
      features: Object.fromEntries(watched),
    },
    // The default of 200 would leave windows of 100 rows unjudged.
    alerts: { false_alarms: `${BUDGET_PER_MONTH} per 30d`, min_rows: 50 },
  });
}
