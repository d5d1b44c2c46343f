/// <reference lib="dom" />
import type { OverviewIndex } from '../summary/overview-index.ts';
import { loadJson } from './load-json.ts';
import { type Choice, choiceOf, queryOf } from './overview/choice.ts';
import { MonitorOverview } from './overview/monitor-overview.tsx';
import { OverviewData } from './overview/overview-data.ts';
import { startPage, tellFailure } from './start-page.tsx';

/** The script of a monitor's overview. What is shown stands in the address, so that it can be sent to a colleague. */
startPage(async (show) => {
  const index = await loadJson<OverviewIndex>('data/index.json');
  if (!index) throw new Error('no window has been judged yet');
  const data = new OverviewData(index);
  const narrow = matchMedia('(max-width: 640px)');
  let choice = choiceOf(location.search, index);
  const draw = async () => {
    const drawn = choice;
    const windows = await data.windows(drawn);
    const [last] = (await data.windows({ segment: null, variant: null, range: '30' })).slice(-1);
    // Chosen anew while this was loaded.
    if (drawn !== choice) return;
    history.replaceState(null, '', queryOf(choice) || location.pathname);
    const onChoose = (next: Choice) => {
      choice = next;
      draw().catch(tellFailure);
    };
    const isNarrow = narrow.matches;
    show(<MonitorOverview {...{ index, choice, windows, last, isNarrow, onChoose }} />);
    document.body.dataset.drawn = String(windows.length);
    performance.mark('drawn');
  };
  narrow.addEventListener('change', () => draw().catch(tellFailure));
  await draw();
});
