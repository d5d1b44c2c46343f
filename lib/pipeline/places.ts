import type { Places } from '../act/places.ts';
import { layout } from './layout.ts';
import type { Ports } from './ports.ts';

/** Where a monitor's results and reports lie, for people: reports where they are served. */
export function placesOf(
  { workspace, reportsUrl }: Pick<Ports, 'workspace' | 'reportsUrl'>,
  monitor: string,
): Places {
  const page = (start: string) => layout.page(monitor, Date.parse(start));
  return {
    workspace: workspace.locate('').replace(/(?<=.)\/+$/, ''),
    results: workspace.locate(`results/${monitor}/`),
    window: (start) => workspace.locate(layout.result(monitor, Date.parse(start))),
    report: (start) =>
      reportsUrl
        ? `${reportsUrl.replace(/\/+$/, '')}/${page(start)}`
        : workspace.locate(page(start)),
  };
}
