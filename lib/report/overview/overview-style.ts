/** Beside the look of all pages: what only the overviews have. */
export const OVERVIEW_STYLE = `
.filters { display: flex; flex-wrap: wrap; gap: 8px 18px; margin: 12px 0; font-size: 13.5px; } .filters label { color: var(--soft); max-width: 100%; }
.filters[hidden] { display: none; }
select { font: inherit; color: var(--ink); background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: 4px 8px; max-width: min(100%, 300px); }
figure.wide svg, #incidents svg, #charts svg { max-width: none; } #charts { grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr)); }
figure .axis { stroke: var(--line); } figure text { fill: currentColor; } figure .name { font-size: 12px; fill: var(--ink); } figure .inside { font-size: 10.5px; fill: var(--paper); }
.line { fill: none; stroke: var(--current); stroke-width: 1.8; } .band { fill: var(--current); opacity: .16; } .limit { stroke: var(--alert); stroke-dasharray: 5 3; fill: none; } .reference { stroke: var(--baseline-ink); stroke-width: 1.4; stroke-dasharray: 2 3; fill: none; }
.point.alert { fill: var(--alert); } .point.warning { fill: var(--warning); }
.span.alert { fill: var(--alert); } .span.warning { fill: var(--warning); } .span.over { fill: var(--baseline); }
.heat0 { fill: var(--accent-soft); } .heat1 { fill: #9ec5f4; } .heat2 { fill: #4f86c6; } .heat.warning, .heat3 { fill: #e0a338; } .heat.alert, .heat4 { fill: #c8372d; } .heat.none { fill: var(--line); opacity: .45; } .said { position: absolute; left: -9999px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 14px; font-size: 12.5px; color: var(--soft); margin: 4px 0; } .legend i { display: inline-block; width: 12px; height: 12px; border-radius: 2px; vertical-align: -1px; margin-right: 5px; border: 1px solid var(--line); }
.legend .heat1 { background: #9ec5f4; } .legend .heat2 { background: #4f86c6; } .legend .heat3 { background: #e0a338; } .legend .heat4 { background: #c8372d; } .legend .none { background: var(--line); } .legend .heat0 { background: var(--accent-soft); }
.heatmap { cursor: pointer; } .chosen { fill: none; stroke: var(--ink); stroke-width: 1.5; }
.overview td:nth-child(-n+4):not(:last-child) { white-space: nowrap; } td svg { display: block; width: 150px; height: 28px; }
`;
