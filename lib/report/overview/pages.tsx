import { renderPage } from '../page/page.tsx';
import { DRAW } from './draw-script.ts';
import { MONITOR } from './monitor-script.ts';
import { MONITORS } from './monitors-script.ts';
import { OVERVIEW_STYLE } from './overview-style.ts';

/** Said where the page was opened as a file: a browser lets such a page load nothing. */
function Opening({ root }: { readonly root: string }) {
  return (
    <p id="state" class="lead" role="status" data-root={root}>
      Loading …
    </p>
  );
}

const Own = () => <style dangerouslySetInnerHTML={{ __html: OVERVIEW_STYLE }} />;

/** `reports/<monitor>/index.html`: it holds no data and loads `data/` beside it. */
export function monitorPage(monitor: string): string {
  return renderPage({
    title: `${monitor} · Driftwatch`,
    masthead: (
      <>
        <b>Driftwatch</b>
        <a href="../index.html">All monitors</a>
        <span>{monitor}</span>
      </>
    ),
    script: `${DRAW}${MONITOR}`,
    connect: 'self',
    children: (
      <>
        <Own />
        <h1 id="verdict">{monitor}</h1>
        <Opening root=".." />
        <form id="filters" class="filters" aria-label="What is shown" hidden>
          <label>
            Rows <select id="segment" />
          </label>
          <label>
            Variant <select id="variant" />
          </label>
          <label>
            Time <select id="range" />
          </label>
        </form>
        <div id="overview" class="overview" hidden>
          <h2 id="incidents-title">Incidents</h2>
          <figure id="incidents" />
          <h2 id="heat-title">Drift and quality of each column</h2>
          <p class="lead">
            How far each column is beyond its limit, by its worst check: 1 is the limit. Choose a
            cell for the window's report.
          </p>
          <figure id="heat" class="wide" />
          <h2 id="metrics-title">Headline metrics</h2>
          <p class="lead">
            The line is the value, the band its 95 % interval, dashes its limits, dots the
            baseline's value.
          </p>
          <div id="charts" class="grid" />
          <h2 id="windows-title">Windows</h2>
          <section id="windows" class="scroll" tabindex={0} aria-labelledby="windows-title" />
        </div>
      </>
    ),
  });
}

/** `reports/index.html`: all monitors of the workspace, from `monitors.json` and each one's index. */
export function monitorsPage(): string {
  return renderPage({
    title: 'Monitors · Driftwatch',
    masthead: (
      <>
        <b>Driftwatch</b>
        <span>all monitors</span>
      </>
    ),
    script: `${DRAW}${MONITORS}`,
    connect: 'self',
    children: (
      <>
        <Own />
        <h1 id="verdict">Monitors</h1>
        <Opening root="." />
        <section id="monitors" class="scroll" tabindex={0} aria-label="Monitors" />
      </>
    ),
  });
}
