/**
 * What the overviews' scripts share: elements, numbers, time, loading. Names from the log only ever go through `textContent` and
 * `setAttribute`.
 */
export const DRAW = `
const $ = (id) => document.getElementById(id);
const SVG = 'http://www.w3.org/2000/svg';
const put = (node, attributes, children) => {
  for (const [name, value] of Object.entries(attributes ?? {})) if (value !== null && value !== undefined) node.setAttribute(name, value);
  node.append(...[children ?? []].flat().filter((one) => one !== null));
  return node;
};
const h = (name, attributes, children) => put(document.createElement(name), attributes, children);
const s = (name, attributes, children) => put(document.createElementNS(SVG, name), attributes, children);
const WORDS = { alert: ['▲', 'Alert'], warning: ['◆', 'Warning'], ok: ['●', 'Within limits'], insufficient: ['○', 'Too little to say'] };
const mark = (status, word) => h('span', { class: 'status ' + status }, [h('span', { 'aria-hidden': 'true' }, WORDS[status][0]), word ?? WORDS[status][1]]);
const UNITS = { milliseconds: ' ms', seconds: ' s', minutes: ' min', per_minute: ' per min', nats: ' nats' };
const short = (value) => Math.abs(value) >= 1e4 || Number.isInteger(value) ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)));
const show = (value, unit) => value === null || value === undefined ? '–' : unit === 'share' ? short(value * 100) + ' %' : short(value) + (UNITS[unit] ?? '');
const day = (iso) => iso.endsWith('T00:00:00Z') ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ');
const report = (start) => 'window=' + start.slice(0, 13) + start.slice(14, 16) + 'Z.html';
const load = async (path) => {
  const answer = await fetch(path, { cache: 'no-cache' });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(path + ': ' + answer.status);
  return answer.json();
};
const fail = (error) => {
  $('state').textContent = location.protocol === 'file:'
    ? 'A page that is opened as a file can load nothing. Run: driftwatch serve <workspace>'
    : 'This could not be loaded: ' + error.message;
};
const sparkline = (values) => {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const x = (i) => 2 + 146 * i / (values.length - 1), y = (value) => 25 - 22 * (high > low ? (value - low) / (high - low) : .5);
  let path = '', pen = 'M';
  values.forEach((value, i) => { if (value === null) pen = 'M'; else { path += pen + x(i).toFixed(1) + ' ' + y(value).toFixed(1); pen = 'L'; } });
  return s('svg', { viewBox: '0 0 150 28', 'aria-hidden': 'true' }, s('path', { d: path, class: 'line' }));
};
const tableOf = (head, rows, caption) => h('table', { class: 'full stack' }, [
  ...(caption ? [h('caption', { class: 'small soft' }, caption)] : []),
  h('thead', {}, h('tr', {}, head.map((one) => h('th', { scope: 'col' }, one)))),
  h('tbody', {}, rows.map((row) => h('tr', {}, row.map((cell, i) => h('td', { 'data-th': head[i] }, cell))))),
]);
`;
