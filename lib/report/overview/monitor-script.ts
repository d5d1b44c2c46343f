/** The script of a monitor's overview. What is shown stands in the address, so that it can be sent to a colleague. */
export const MONITOR = String.raw`
const RANGES = { '30': 'last 30 days', '90': 'last 90 days', '365': 'last year', all: 'all' };
const wanted = new URLSearchParams(location.search);
let index, cache = new Map();
const cached = (path) => { if (!cache.has(path)) cache.set(path, load(path)); return cache.get(path); };
const nextMonths = (days) => {
  if (days === 'all') return index.months;
  const last = index.months.at(-1);
  if (!last) return [];
  const from = new Date(Date.parse(last + '-28') - (Number(days) + 28) * 864e5).toISOString().slice(0, 7);
  return index.months.filter((month) => month >= from);
};
const windowsOf = async (slice, days) => {
  const months = nextMonths(days);
  const all = (await Promise.all(months.map((month) => cached('data/' + month + '.json')))).flatMap((one) => one?.windows ?? []);
  const first = days === 'all' || all.length === 0 ? '' : new Date(Date.parse(all.at(-1).end) - Number(days) * 864e5).toISOString().slice(0, 19) + 'Z';
  const windows = all.filter(({ start }) => start >= first);
  if (!slice) return windows;
  const sliced = (await Promise.all(months.map((month) => cached('data/' + month + '.slices.json')))).flatMap((one) => one?.windows ?? []);
  const of = new Map(sliced.map((one) => [one.start, one.slices[slice]]));
  return windows.map((window) => ({ ...window, metrics: {}, columns: {}, status: 'insufficient', ...of.get(window.start) }));
};
const NAMED = /^(?:(.*), )?variant (.*)$/s;
const partsOf = (name) => { const [, segment, variant] = NAMED.exec(name) ?? ['', name]; return { segment: segment ?? '', variant: variant ?? '' }; };
const sliceOf = ({ segment, variant }) => [segment, variant && 'variant ' + variant].filter(Boolean).join(', ');
const chosenSlice = () => sliceOf({ segment: $('segment').value, variant: $('variant').value });
const isKnown = (slice) => slice === '' || index.slices.includes(slice);
const options = (select, named, chosen) => { select.replaceChildren(...Object.entries(named).map(([value, name]) => h('option', { value, selected: value === chosen ? '' : null }, name))); };

const dateOf = (at) => new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: '2-digit', timeZone: 'UTC' });
const timeAxis = (windows, left, width) => {
  const from = Date.parse(windows[0].start), to = Date.parse(windows.at(-1).end);
  const x = (time) => left + (width - left - 8) * (time - from) / Math.max(1, to - from);
  const steps = [1, 2, 7, 14, 30, 61, 91, 182, 365].map((days) => days * 864e5), room = Math.max(2, Math.floor((width - left) / 84));
  const step = steps.find((one) => (to - from) / one <= room) ?? 730 * 864e5;
  const ticks = [];
  for (let at = Math.ceil(from / step) * step; at < to; at += step) ticks.push(at);
  return { from, to, x, ticks, labels: (y) => ticks.map((at) => s('text', { x: x(at), y, 'text-anchor': 'middle' }, dateOf(at))) };
};

const chartOf = (metric, windows) => {
  const { unit, description } = index.metrics[metric];
  const points = windows.map(({ start, metrics }) => ({ start, point: metrics[metric] ?? null }));
  const known = points.filter(({ point }) => point && point[0] !== null);
  if (known.length === 0) return null;
  const width = 400, height = 150, left = 52, axis = timeAxis(windows, left, width);
  const values = known.flatMap(({ point }) => point.slice(0, 6)).filter((value) => value !== null);
  let low = Math.min(...values), high = Math.max(...values);
  if (low === 0 && high === 0) high = 1;
  else if (show(low, unit) === show(high, unit)) { low -= Math.abs(low) * .05; high += Math.abs(high) * .05; }
  const y = (value) => 8 + (height - 34) * (1 - (value - low) / (high - low));
  const middle = (window) => axis.x((Date.parse(window.start) + Date.parse(window.end)) / 2);
  const path = (at) => { let text = '', pen = 'M'; windows.forEach((window, i) => { const value = points[i].point?.[at] ?? null; if (value === null) pen = 'M'; else { text += pen + middle(window).toFixed(1) + ' ' + y(value).toFixed(1); pen = 'L'; } }); return text; };
  const bands = [];
  let run = [];
  const close = () => { if (run.length > 1) bands.push('M' + run.map(([x, , b]) => x + ' ' + b).join('L') + 'L' + run.reverse().map(([x, a]) => x + ' ' + a).join('L') + 'Z'); run = []; };
  windows.forEach((window, i) => { const point = points[i].point; if (!point || point[1] === null || point[2] === null) close(); else run.push([middle(window).toFixed(1), y(point[1]).toFixed(1), y(point[2]).toFixed(1)]); });
  close();
  const bad = known.filter(({ point }) => point[6] === 'alert' || point[6] === 'warning');
  const last = known.at(-1);
  const svg = s('svg', { viewBox: '0 0 ' + width + ' ' + height, role: 'img', 'aria-label': metric + ' over time; the table below has the values', 'data-x': windows.map((window) => middle(window).toFixed(1)).join(' ') }, [
    ...[low, (low + high) / 2, high].map((value) => s('text', { x: left - 6, y: y(value) + 4, 'text-anchor': 'end' }, show(value, unit))),
    s('line', { class: 'axis', x1: left, x2: width - 8, y1: height - 24, y2: height - 24 }),
    ...axis.labels(height - 8),
    ...bands.map((d) => s('path', { class: 'band', d })),
    s('path', { class: 'reference', d: path(3) }), s('path', { class: 'limit', d: path(4) }), s('path', { class: 'limit', d: path(5) }), s('path', { class: 'line', d: path(0) }),
    ...known.filter((_, i, all) => all.length === 1).map(({ point }) => s('circle', { class: 'line', cx: middle(windows[points.findIndex((one) => one.point === point)]), cy: y(point[0]), r: 3 })),
    ...bad.map(({ start, point }) => s('circle', { class: 'point ' + point[6], cx: middle(windows.find((window) => window.start === start)), cy: y(point[0]), r: 3.2 })),
  ]);
  return h('figure', { 'data-metric': metric }, [
    h('figcaption', {}, [metric + ' ', h('span', {}, show(last.point[0], unit) + ' in the window of ' + day(last.start))]),
    svg, h('p', { class: 'small soft' }, description),
    h('details', {}, [h('summary', {}, 'as a table'), h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': metric + ' as a table' }, tableOf(['Window', 'Value', '95 % interval', 'Baseline', 'Limits', 'Status'], points.map(({ start, point }) => [h('a', { href: report(start) }, day(start)), show(point?.[0], unit), point && point[1] !== null ? show(point[1], unit) + ' to ' + show(point[2], unit) : '–', show(point?.[3], unit), point ? [point[4] === null ? null : 'at least ' + show(point[4], unit), point[5] === null ? null : 'at most ' + show(point[5], unit)].filter(Boolean).join(', ') || '–' : '–', point ? WORDS[point[6]][1] : '–'])))]),
  ]);
};

const incidentsOf = (windows) => {
  const from = windows[0].start, to = windows.at(-1).end;
  const shown = index.incidents.filter(({ onset, resolved, last }) => onset < to && (resolved ?? last) >= from).slice(0, 40);
  if (shown.length === 0) return h('p', { class: 'lead' }, 'None in this time.');
  const width = document.documentElement.clientWidth < 640 ? 420 : 900, row = 22, axis = timeAxis(windows, 8, width), height = shown.length * row + 26;
  const clamp = (time) => Math.max(axis.from, Math.min(axis.to, time));
  const svg = s('svg', { viewBox: '0 0 ' + width + ' ' + height, class: 'screen', 'aria-hidden': 'true' }, [
    ...axis.ticks.map((at) => s('line', { class: 'axis', x1: axis.x(at), x2: axis.x(at), y1: 0, y2: height - 22 })),
    ...axis.labels(height - 6),
    ...shown.flatMap(({ cause, onset, last, resolved, severity }, i) => {
      const a = axis.x(clamp(Date.parse(onset))), b = axis.x(resolved ? clamp(Date.parse(resolved)) : axis.to);
      const name = cause.slice(0, 40), room = name.length * 7 + 5;
      const [place, anchor, kind] = b + room < width ? [b + 5, 'start', 'name'] : a - room > 0 ? [a - 5, 'end', 'name'] : [a + 6, 'start', 'name inside'];
      return [s('rect', { class: 'span ' + (resolved ? 'over' : severity), x: a, y: i * row + 4, width: Math.max(3, b - a), height: 13, rx: 3 }), s('text', { class: kind, x: place, 'text-anchor': anchor, y: i * row + 15 }, name)];
    }),
  ]);
  return [svg, h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Incidents as a table' }, tableOf(['Incident', 'State', 'Since', 'Until', 'What'], shown.map(({ cause, causes, onset, resolved, last, severity, message }) => [h('a', { href: report(onset) }, cause + (causes.length > 1 ? ' and ' + (causes.length - 1) + ' more' : '')), resolved ? mark('ok', 'Resolved') : mark(severity, 'Open'), day(onset), resolved ? day(resolved) : 'open, last seen ' + day(last), message])))];
};

const level = (point) => !point || point[0] === null && point[3] !== 'alert' ? 'none' : point[3] === 'alert' ? 'heat4' : point[3] === 'warning' ? 'heat3' : point[0] >= .66 ? 'heat2' : point[0] >= .33 ? 'heat1' : 'heat0';
const LEVELS = { heat0: 'below a third of the limit', heat1: 'to two thirds', heat2: 'near the limit', heat3: 'warning', heat4: 'alert', none: 'not judged' };
const heatOf = (windows) => {
  const worst = new Map();
  for (const { columns } of windows) for (const [name, point] of Object.entries(columns)) worst.set(name, Math.max(worst.get(name) ?? -1, (point[3] === 'alert' ? 1e6 : point[3] === 'warning' ? 1e3 : 0) + (point[0] ?? 0)));
  const names = [...worst.keys()].sort((a, b) => worst.get(b) - worst.get(a) || (a < b ? -1 : 1));
  if (names.length === 0) return [h('p', { class: 'lead' }, 'No column is judged here.')];
  const narrow = document.documentElement.clientWidth < 640, width = narrow ? 420 : 900, left = narrow ? 110 : 160, row = 16, axis = timeAxis(windows, left, width), height = names.length * row + 24;
  const paths = {};
  windows.forEach((window, i) => {
    const a = axis.x(Date.parse(window.start)), b = axis.x(Date.parse(window.end)), gap = b - a > 4 ? .8 : 0;
    names.forEach((name, j) => { const key = level(window.columns[name]); paths[key] = (paths[key] ?? '') + 'M' + a.toFixed(1) + ' ' + j * row + 'h' + Math.max(.5, b - a - gap).toFixed(2) + 'v' + (row - 1) + 'H' + a.toFixed(1) + 'z'; });
  });
  const chosen = s('rect', { class: 'chosen', visibility: 'hidden', height: row - 1 });
  const svg = s('svg', { viewBox: '0 0 ' + width + ' ' + height, class: 'heatmap', tabindex: '0', role: 'application', 'aria-roledescription': 'heat map', 'aria-describedby': 'heat-said', 'aria-label': names.length + ' columns in ' + windows.length + ' windows. Arrow keys move, Enter opens the report; the table below has the values', 'data-cells': names.length * windows.length }, [
    ...names.map((name, j) => s('text', { class: 'name', x: left - 6, y: j * row + 12, 'text-anchor': 'end' }, [name.length > (narrow ? 15 : 23) ? name.slice(0, narrow ? 14 : 22) + '…' : name, s('title', {}, name)])),
    ...Object.entries(paths).map(([key, d]) => s('path', { class: key === 'none' ? 'heat none' : key, d })),
    ...axis.labels(height - 6), chosen,
  ]);
  const tip = h('div', { class: 'tip', hidden: '' });
  const at = (event) => {
    const box = svg.getBoundingClientRect(), scale = width / box.width, px = (event.clientX - box.left) * scale, j = Math.floor((event.clientY - box.top) * scale / row);
    const i = windows.findIndex((window) => px >= axis.x(Date.parse(window.start)) && px < axis.x(Date.parse(window.end)));
    return i < 0 || j < 0 || j >= names.length ? null : { window: windows[i], name: names[j], j, x: (event.clientX - box.left), y: (event.clientY - box.top) };
  };
  const said = h('p', { id: 'heat-said', class: 'said', role: 'status' });
  const point = (cell) => {
    tip.hidden = !cell; chosen.setAttribute('visibility', cell ? 'visible' : 'hidden');
    if (!cell) return;
    const one = cell.window.columns[cell.name], a = axis.x(Date.parse(cell.window.start));
    put(chosen, { x: a, y: cell.j * row, width: Math.max(1, axis.x(Date.parse(cell.window.end)) - a) });
    tip.textContent = cell.name + '\n' + day(cell.window.start) + '\n' + (one ? one[1] + ' ' + show(one[2]) + (one[0] === null ? '' : ', ' + short(one[0]) + ' of its limit') + '\n' + WORDS[one[3]][1] : 'not judged');
    const box = svg.getBoundingClientRect(), outer = svg.parentElement.getBoundingClientRect();
    Object.assign(tip.style, { left: Math.max(0, Math.min(cell.x + 12, box.width - tip.offsetWidth)) + 'px', top: box.top - outer.top + cell.y + 14 + 'px' });
  };
  const hide = () => point(null);
  let i = windows.length - 1, j = 0;
  const byKey = () => {
    const window = windows[i], scale = svg.getBoundingClientRect().width / width;
    point({ window, name: names[j], j, x: axis.x(Date.parse(window.start)) * scale, y: (j + 1) * row * scale });
    said.textContent = tip.textContent;
  };
  svg.addEventListener('focus', () => { if (svg.matches(':focus-visible')) byKey(); });
  svg.addEventListener('blur', hide);
  svg.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1], Home: [-windows.length, 0], End: [windows.length, 0] }[event.key];
    if (event.key === 'Enter') location.href = report(windows[i].start);
    if (event.key === 'Escape') hide();
    if (!step) return;
    event.preventDefault();
    i = Math.max(0, Math.min(windows.length - 1, i + step[0])); j = Math.max(0, Math.min(names.length - 1, j + step[1]));
    byKey();
  });
  svg.addEventListener('pointermove', (event) => point(at(event)));
  svg.addEventListener('pointerleave', hide);
  svg.addEventListener('click', (event) => { const cell = at(event); if (cell) location.href = report(cell.window.start); });
  const rows = names.flatMap((name) => windows.flatMap((window) => { const point = window.columns[name]; return point && (point[3] === 'alert' || point[3] === 'warning') ? [[name, h('a', { href: report(window.start) }, day(window.start)), point[1] + ' ' + show(point[2]), point[0] === null ? '–' : short(point[0]), WORDS[point[3]][1]]] : []; }));
  return [h('div', { class: 'legend' }, Object.entries(LEVELS).map(([key, word]) => h('span', {}, [h('i', { class: key }), word]))), svg, tip, said,
    h('details', {}, [h('summary', {}, 'what is beyond its limit, as a table (' + rows.length + ')'), h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Columns beyond their limits' }, tableOf(['Column', 'Window', 'Value', 'Of its limit', 'Status'], rows.slice(0, 500)))])];
};

const tableOfWindows = (windows) => tableOf(['Window', 'Status', 'Rows', 'Labelled', 'Rejected', 'Alerts', 'Warnings'], windows.slice(-60).reverse().map((one) => [h('a', { href: report(one.start) }, day(one.start)), mark(one.status), short(one.rows), one.rows ? short(100 * one.labelled / one.rows) + ' %' : '–', short(one.rejected), String(one.alerts), String(one.warnings)]));

const verdict = (windows) => {
  const open = index.incidents.filter(({ resolved }) => resolved === null), last = windows.at(-1);
  if (!last) return index.monitor + ': no window has been judged yet';
  const beyond = last.alerts + last.warnings;
  const quiet = open.length > 0 || beyond === 0 ? '' : ', though ' + beyond + (beyond === 1 ? ' check warns' : ' checks warn');
  const causes = open.map(({ cause }) => cause), named = causes.slice(0, 3).join(', ') + (causes.length > 3 ? ' and ' + (causes.length - 3) + ' more' : '');
  return index.monitor + ': ' + (open.length === 0 ? 'nothing is open' : (open.length === 1 ? 'one incident is open: ' : open.length + ' incidents are open: ') + named) + quiet + ', as of the window of ' + day(last.start);
};

const draw = async () => {
  const slice = chosenSlice(), days = $('range').value, { segment, variant } = partsOf(slice);
  const windows = await windowsOf(slice, days);
  const query = new URLSearchParams({ ...(segment && { segment }), ...(variant && { variant }), ...(days !== '90' && { days }) }).toString();
  history.replaceState(null, '', query ? '?' + query : location.pathname);
  $('overview').hidden = windows.length === 0;
  if (windows.length === 0) return;
  $('incidents').replaceChildren(...[incidentsOf(windows)].flat());
  $('heat').replaceChildren(...heatOf(windows));
  const charts = Object.keys(index.metrics).flatMap((metric) => chartOf(metric, windows) ?? []);
  $('charts').replaceChildren(...(charts.length > 0 ? charts : [h('p', { class: 'lead' }, 'No headline metric has a value here.')]));
  $('windows').replaceChildren(tableOfWindows(windows));
  $('state').textContent = windows.length + (windows.length === 1 ? ' window' : ' windows') + (slice ? ' of ' + slice : '') + ', ' + day(windows[0].start) + ' to ' + day(windows.at(-1).end) + '. Times are UTC. Written ' + day(index.as_of) + '.';
  document.body.dataset.drawn = String(windows.length);
  performance.mark('drawn');
};

(async () => {
  index = await load('data/index.json');
  if (!index) throw new Error('no window has been judged yet');
  for (const [id, word] of [['segment', 'all rows'], ['variant', 'all']]) {
    const names = [...new Set(index.slices.map((name) => partsOf(name)[id]))].filter(Boolean).sort();
    options($(id), Object.fromEntries([['', word], ...names.map((name) => [name, name])]), wanted.get(id) ?? '');
    if (!$(id).value) $(id).value = '';
    $(id).parentElement.hidden = names.length === 0;
  }
  if (!isKnown(chosenSlice())) $('variant').value = '';
  options($('range'), RANGES, wanted.get('days') ?? '90');
  if (!$('range').value) $('range').value = '90';
  $('filters').hidden = false;
  for (const [id, other] of [['segment', 'variant'], ['variant', 'segment'], ['range', null]]) $(id).addEventListener('change', () => {
    // Where the two were not measured together, the last choice counts.
    if (other && !isKnown(chosenSlice())) $(other).value = '';
    draw().catch(fail);
  });
  await draw();
  $('verdict').textContent = verdict(await windowsOf('', 'all' in RANGES ? $('range').value : '90'));
})().catch(fail);
`;
