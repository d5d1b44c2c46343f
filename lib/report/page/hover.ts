/**
 * The script of a page: what the pointer is nearest to in a chart is told from the row of the chart's own table, so that no
 * number is in the page twice. `data-x` or `data-y` of an svg hold where each row is drawn, in the units of its viewBox. Names
 * from the log only ever go through `textContent`. Printing opens the folded columns, a link to a term the list of terms.
 */
export const HOVER = `
for (const svg of document.querySelectorAll('svg[data-x],svg[data-y]')) {
  const figure = svg.closest('figure'), across = svg.hasAttribute('data-x');
  const places = (svg.dataset.x ?? svg.dataset.y).split(' ').map(Number);
  const rows = figure.querySelectorAll('tbody tr'), heads = [...figure.querySelectorAll('thead th')].map((th) => th.textContent);
  let tip, cursor;
  const leave = () => { tip?.remove(); cursor?.remove(); tip = cursor = undefined; };
  svg.addEventListener('pointermove', (event) => {
    const box = svg.getBoundingClientRect(), outer = figure.getBoundingClientRect(), scale = box.width / svg.viewBox.baseVal.width;
    const at = (across ? event.clientX - box.left : event.clientY - box.top) / scale;
    let near = 0;
    places.forEach((place, i) => { if (Math.abs(place - at) < Math.abs(places[near] - at)) near = i; });
    const row = rows[near];
    if (!row) return;
    if (!tip) { tip = document.createElement('div'); tip.className = 'tip'; cursor = document.createElement('div'); cursor.className = 'cursor'; figure.append(cursor, tip); }
    tip.textContent = [...row.children].map((cell, i) => (i ? heads[i] + ': ' : '') + cell.textContent).join('\\n');
    const place = places[near] * scale, left = box.left - outer.left, top = box.top - outer.top;
    Object.assign(cursor.style, across ? { left: left + place + 'px', top: top + 'px', width: '1px', height: box.height + 'px' } : { display: 'none' });
    const x = across ? left + place : event.clientX - outer.left;
    Object.assign(tip.style, { left: Math.max(0, Math.min(x + 10, outer.width - tip.offsetWidth)) + 'px', top: (across ? top + 4 : top + place + 12) + 'px' });
  });
  svg.addEventListener('pointerleave', leave);
}
for (const link of document.querySelectorAll('a.term')) link.title = document.getElementById(link.hash.slice(1))?.querySelector('dd')?.textContent ?? '';
const unfold = () => { const aim = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1))); aim?.closest('details')?.setAttribute('open', ''); aim?.scrollIntoView(); };
addEventListener('hashchange', unfold);
if (location.hash) unfold();
addEventListener('beforeprint', () => { for (const one of document.querySelectorAll('details.calm')) one.open = true; });
`;
