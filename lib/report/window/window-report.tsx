import { Glossary } from '../page/glossary.tsx';
import { renderPage } from '../page/page.tsx';
import { showTime } from '../page/show-number.ts';
import { Columns } from './columns.tsx';
import { Fairness, Operations, Quality } from './families.tsx';
import { Incidents } from './incidents.tsx';
import { Model } from './model.tsx';
import { Performance } from './performance.tsx';
import type { ReportInput } from './report-input.ts';
import { Slices } from './slices.tsx';
import { Trail } from './trail.tsx';
import { Variants } from './variants.tsx';
import { Verdict } from './verdict.tsx';

const PARTS = [
  ['incidents', 'Incidents'],
  ['performance', 'Performance'],
  ['columns', 'Columns'],
  ['segments', 'Segments'],
  ['model', 'Curves'],
  ['operations', 'Latency'],
  ['fairness', 'Fairness'],
  ['variants', 'Variants'],
  ['quality', 'Quality'],
  ['trail', 'Trail'],
  ['terms', 'Terms'],
] as const;

/** The report of one window: one file of HTML. */
export function windowReport(input: ReportInput): string {
  const { result } = input;
  const glossary = new Glossary(input.metrics);
  const part = { input, glossary };
  const { start } = result.window;
  const body = (
    <>
      <Verdict {...part} />
      <Incidents input={input} />
      <Performance {...part} />
      <Columns {...part} />
      <Slices {...part} />
      <Model input={input} />
      <Operations {...part} />
      <Fairness {...part} />
      <Variants {...part} />
      <Quality {...part} />
      <Trail input={input} />
    </>
  );
  const page = (parts: readonly (readonly [string, string])[]) =>
    renderPage({
      script: 'report-page',
      title: `${result.monitor}, ${showTime(start)}`,
      masthead: (
        <>
          <b>Driftwatch</b>
          <a href="index.html">{result.monitor}</a>
          <span>window of {showTime(start)}</span>
        </>
      ),
      parts,
      children: (
        <>
          {body}
          <section id="terms" aria-labelledby="h-terms">
            <h2 id="h-terms">Terms</h2>
            <details class="calm">
              <summary>What each metric of this page means</summary>
              <glossary.Terms />
            </details>
          </section>
        </>
      ),
    });
  const whole = page(PARTS);
  // Which parts a monitor has is known once they are there.
  return page(PARTS.filter(([id]) => whole.includes(`<section id="${id}"`)));
}
