import { showTime } from '../../page/show-number.ts';
import type { OverviewIndex } from '../../summary/overview-index.ts';
import type { WindowSummary } from '../../summary/window-summary.ts';

const NAMED = 3;

/** How the monitor stands as of its last window, in a sentence. */
export function verdict(
  { monitor, incidents }: OverviewIndex,
  last: WindowSummary | undefined,
): string {
  if (!last) return `${monitor}: no window has been judged yet`;
  const open = incidents.filter(({ resolved }) => resolved === null).map(({ cause }) => cause);
  const beyond = last.alerts + last.warnings;
  const quiet =
    open.length > 0 || beyond === 0
      ? ''
      : `, though ${beyond} ${beyond === 1 ? 'check warns' : 'checks warn'}`;
  return `${monitor}: ${openText(open)}${quiet}, as of the window of ${showTime(last.start)}`;
}

function openText(open: readonly string[]): string {
  if (open.length === 0) return 'nothing is open';
  const count = open.length === 1 ? 'one incident is open' : `${open.length} incidents are open`;
  const more = open.length > NAMED ? ` and ${open.length - NAMED} more` : '';
  return `${count}: ${open.slice(0, NAMED).join(', ')}${more}`;
}
