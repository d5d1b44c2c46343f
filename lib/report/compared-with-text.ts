import type { WindowResult } from '../results.ts';

/** What a window was held against, for people: `baseline v1`, and what of it, or what in its place. */
export function comparedWithText({
  baseline,
  compared_with,
}: Pick<WindowResult, 'baseline' | 'compared_with'>): string {
  if (!compared_with) return `baseline ${baseline}`;
  const { season, of, rows, windows, left_out = [], instead } = compared_with;
  const odd = left_out.length > 0 ? `, without ${left_out.length} unlike the others` : '';
  const what = windows
    ? `${season ? `${season} of ` : ''}the ${of}, ${windows.length} windows, ${rows} rows${odd}`
    : `${season ? `its ${season}` : 'all of it'}, ${rows} rows`;
  return `baseline ${baseline}: compared with ${what}${instead ? `; ${instead}` : ''}`;
}
