import { renderPage } from '../page/page.tsx';

/** What stands there until the script has drawn; said where the page was opened as a file, too. */
function Opening({ title }: { readonly title: string }) {
  return (
    <div id="app">
      <h1 id="verdict">{title}</h1>
      <p id="state" class="lead" role="status">
        Loading …
      </p>
      <noscript>This page is drawn by its script, from files beside it.</noscript>
    </div>
  );
}

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
    ...{ script: 'monitor-page', style: 'overview', connect: 'self' },
    children: <Opening title={monitor} />,
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
    ...{ script: 'monitors-page', style: 'overview', connect: 'self' },
    children: <Opening title="Monitors" />,
  });
}
