import type { MonitorsFile } from '../summary/overview-files.ts';
import { loadJson } from './load-json.ts';
import { loadMonitor, MonitorsOverview } from './overview/monitors-overview.tsx';
import { startPage } from './start-page.tsx';

/** The script of the page of all monitors. */
startPage(async (show) => {
  const file = await loadJson<MonitorsFile>('monitors.json');
  const monitors = await Promise.all((file?.monitors ?? []).map(loadMonitor));
  show(<MonitorsOverview monitors={monitors} />);
});
