import type { WindowResult } from '../results.ts';

/** What a window was held against, for people: `baseline v1`, or `weekday=Sunday of baseline v1, 4100 rows`. */
export function comparedWithText({
  baseline,
  compared_with,
}: Pick<WindowResult, 'baseline' | 'compared_with'>): string {
  if (!compared_with) return `baseline ${baseline}`;
  const { season, of, rows, windows, left_out = [], instead } = compared_with;
  const odd = left_out.length > 0 ? `, without ${left_out.length} unlike the others` : '';
  const whole = windows
    ? `${windows.length} windows of the ${of}${odd}`
    : `${season ? '' : 'all of '}baseline ${baseline}`;
  return `compared with ${season ? `${season} of ` : ''}${whole}, ${rows} rows${instead ? `; ${instead}` : ''}`;
}
