/**
 * The look of every page: custom properties for light and dark, one accent for what is current over grey for the baseline, status
 * colours that always stand beside a word. Text keeps a contrast of 4.5 to its background in both.
 */
export const STYLE = `
:root { color-scheme: light dark;
  --paper: #fff; --raised: #f6f7f9; --ink: #16191d; --soft: #565e68; --line: #dde1e6;
  --current: #1c5fc4; --baseline: #a3abb5; --baseline-ink: #626b76; --accent-soft: #1c5fc41f;
  --alert: #b3261e; --alert-soft: #fdecea; --warning: #8a5300; --warning-soft: #fff4df;
  --ok: #1d6b3a; --ok-soft: #e8f5ec; --insufficient: #5b636d; --insufficient-soft: #eef0f3; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #12151a; --raised: #1a1e25; --ink: #e9edf2; --soft: #a4adb8; --line: #2e353f;
  --current: #74aefc; --baseline: #909ba8; --baseline-ink: #a4adb8; --accent-soft: #74aefc2b;
  --alert: #ff8f85; --alert-soft: #3a1b1a; --warning: #f2b955; --warning-soft: #35280f;
  --ok: #71cf93; --ok-soft: #15301f; --insufficient: #a4adb8; --insufficient-soft: #242a32; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
main, .masthead, .foot { max-width: 1120px; margin: 0 auto; padding: 0 20px; }
.masthead { padding-top: 20px; display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; color: var(--soft); font-size: 13px; }
.masthead b { color: var(--ink); font-weight: 650; }
.foot { color: var(--soft); font-size: 13px; padding-bottom: 48px; }
h1 { font-size: clamp(21px, 3.4vw, 30px); line-height: 1.22; letter-spacing: -.015em; margin: 10px 0 12px; font-weight: 680; text-wrap: balance; }
h2 { font-size: 19px; letter-spacing: -.01em; margin: 44px 0 6px; padding-top: 14px; border-top: 1px solid var(--line); font-weight: 650; }
h3 { font-size: 16px; margin: 0; font-weight: 650; }
h4 { font-size: 13px; margin: 14px 0 4px; font-weight: 600; color: var(--soft); }
p { margin: 6px 0; } .lead { color: var(--soft); margin-top: 0; max-width: 76ch; }
ul, ol { padding-left: 1.3em; margin: 6px 0; }
a { color: var(--current); text-underline-offset: .18em; }
a.term { color: inherit; text-decoration: underline dotted var(--soft) 1px; }
:focus-visible { outline: 2px solid var(--current); outline-offset: 2px; border-radius: 3px; }
code { font: .92em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: 8px; padding: 10px 12px; overflow-x: auto; white-space: pre-wrap; margin: 6px 0; }
.nav { position: sticky; top: 0; z-index: 3; background: var(--paper); border-bottom: 1px solid var(--line); margin-top: 10px; }
.nav div { max-width: 1120px; margin: 0 auto; padding: 8px 20px; display: flex; gap: 16px; overflow-x: auto; font-size: 13px; white-space: nowrap; scrollbar-width: none; }
.nav a { color: var(--soft); text-decoration: none; } .nav a:hover { color: var(--ink); text-decoration: underline; }
h2, h3, article { scroll-margin-top: 48px; }
.status { display: inline-flex; gap: .4em; align-items: center; font-size: 12.5px; font-weight: 620; padding: 1px 8px 1px 7px; border-radius: 99px; white-space: nowrap; }
.status.alert { color: var(--alert); background: var(--alert-soft); } .status.warning { color: var(--warning); background: var(--warning-soft); }
.status.ok { color: var(--ok); background: var(--ok-soft); } .status.insufficient { color: var(--insufficient); background: var(--insufficient-soft); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(128px, 1fr)); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; margin: 16px 0; }
.facts div { box-shadow: 0 0 0 .5px var(--line); padding: 10px 14px; } .facts dt { color: var(--soft); font-size: 12.5px; } .facts dd { margin: 0; font-size: 19px; font-weight: 620; letter-spacing: -.01em; } .facts small { display: block; font-weight: 400; font-size: 12.5px; color: var(--soft); letter-spacing: 0; }
.card { border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px; margin: 14px 0; break-inside: avoid; }
.card.alert { border-left: 4px solid var(--alert); } .card.warning { border-left: 4px solid var(--warning); }
.head { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: baseline; } .head .aside { color: var(--soft); font-size: 13px; }
.soft { color: var(--soft); } .small { font-size: 13px; }
.grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); gap: 18px 28px; margin: 12px 0; align-items: start; }
figure { margin: 0; position: relative; min-width: 0; break-inside: avoid; } figcaption { font-size: 13px; font-weight: 600; margin-bottom: 2px; } figcaption span { font-weight: 400; color: var(--soft); }
figure svg { display: block; width: 100%; max-width: 400px; height: auto; overflow: visible; font: 11px system-ui, -apple-system, "Segoe UI", sans-serif; color: var(--soft); background: none; }
.key { display: inline-flex; gap: 12px; font-size: 12.5px; color: var(--soft); flex-wrap: wrap; } .key i { display: inline-block; width: 12px; height: 8px; border-radius: 2px; margin-right: 5px; background: var(--baseline); opacity: .75; } .key i.now { background: none; border-top: 2.5px solid var(--current); border-radius: 0; height: 0; vertical-align: 3px; }
details > summary { cursor: pointer; color: var(--soft); font-size: 12.5px; } details > summary:hover { color: var(--ink); } details.calm { border-top: 1px solid var(--line); padding: 7px 0; } details.calm > summary { font-size: 14px; color: var(--ink); } details.calm > summary .soft { font-size: 13px; }
.scroll { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; font-size: 13.5px; margin: 6px 0; } th { text-align: left; font-weight: 550; color: var(--soft); font-size: 12.5px; } th, td { padding: 4px 16px 4px 0; vertical-align: top; border-bottom: 1px solid var(--line); } td.n, th.n { text-align: right; white-space: nowrap; } tr:last-child > td { border-bottom: 0; }
table.full { width: 100%; } tr.alert > td:first-child { box-shadow: -3px 0 0 var(--alert); } tr.warning > td:first-child { box-shadow: -3px 0 0 var(--warning); }
.tip { position: absolute; pointer-events: none; z-index: 2; background: var(--ink); color: var(--paper); font-size: 12px; line-height: 1.4; padding: 4px 8px; border-radius: 5px; max-width: 240px; white-space: pre-line; } .cursor { position: absolute; pointer-events: none; background: var(--soft); opacity: .5; }
.bar { display: inline-block; height: 8px; border-radius: 2px; background: var(--current); vertical-align: 1px; }
dl.terms dt { font-weight: 600; font-size: 14px; } dl.terms dd { margin: 0 0 8px; color: var(--soft); font-size: 13.5px; } dl.terms { columns: 330px 2; column-gap: 32px; } dl.terms div { break-inside: avoid; }
.skip { position: absolute; left: -9999px; } .skip:focus { left: 8px; top: 8px; background: var(--paper); padding: 6px; z-index: 9; }
@media (min-width: 641px) { th, td { overflow-wrap: break-word; } }
@media (max-width: 640px) { main, .masthead, .foot, .nav div { padding-left: 14px; padding-right: 14px; } .card { padding: 12px; } .facts { grid-template-columns: 1fr 1fr; } table.stack thead { position: absolute; left: -9999px; } table.stack, table.stack tbody { display: block; width: 100%; } table.stack tr { display: grid; grid-template-columns: 1fr auto; gap: 0 12px; border-bottom: 1px solid var(--line); padding: 6px 0 6px 6px; } table.stack td { border: 0; padding: 1px 0; text-align: left; white-space: normal; } table.stack td[data-th]:not(:first-child):before { content: attr(data-th) " "; color: var(--soft); font-size: 12px; } table.stack td:empty { display: none; } }
@media print { th, td { overflow-wrap: break-word; padding-right: 10px; } table { font-size: 11.5px; } }
@media print { :root { color-scheme: light; --paper: #fff; --raised: #f6f7f9; --ink: #111; --soft: #4a525c; --line: #ccd1d7; --current: #1c5fc4; --baseline: #a3abb5; --alert: #b3261e; --alert-soft: #fff; --warning: #8a5300; --warning-soft: #fff; --ok: #1d6b3a; --ok-soft: #fff; --insufficient: #5b636d; --insufficient-soft: #fff; }
  body { font-size: 10.5pt; } .nav, .tip, .skip, figure details, .screen { display: none; } h2, h3, h4 { break-after: avoid; } h2 { margin-top: 24px; } .card { box-shadow: none; } a { color: inherit; text-decoration: none; } }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
`;
