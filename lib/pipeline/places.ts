import type { Places } from '../act/places.ts';
import { layout } from './layout.ts';
import type { Ports } from './ports.ts';

/** Where a monitor's results and reports lie, for people. */
export function placesOf({ workspace }: Pick<Ports, 'workspace'>, monitor: string): Places {
  return {
    workspace: workspace.locate('').replace(/(?<=.)\/+$/, ''),
    results: workspace.locate(`results/${monitor}/`),
    window: (start) => workspace.locate(layout.result(monitor, Date.parse(start))),
  };
}
