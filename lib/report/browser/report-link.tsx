import { layout } from '../../pipeline/layout.ts';
import { showTime } from '../page/show-number.ts';

/** Where the report of a window lies, seen from its monitor's overview. `start`: ISO time. */
export function reportPath(start: string): string {
  return layout.page('', Date.parse(start)).split('/').at(-1) ?? '';
}

export function ReportLink({ start, children }: { readonly start: string; children?: string }) {
  return <a href={reportPath(start)}>{children ?? showTime(start)}</a>;
}
