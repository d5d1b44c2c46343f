/// <reference lib="dom" />
interface Near {
  readonly svg: SVGSVGElement;
  readonly tip: HTMLElement;
  readonly cursor: HTMLElement;
}

let shown: Near | null = null;

/**
 * Tells what the pointer is nearest to in a chart from the row of the chart's own table, so that no number is in the page twice.
 * `data-x` or `data-y` of an svg hold where each row is drawn, in the units of its viewBox. Names from the log only ever go
 * through `textContent`.
 */
export function tellWhatIsNear(): void {
  document.addEventListener('pointermove', (event) => {
    const aim = event.target instanceof Element ? event.target : null;
    const svg = aim?.closest<SVGSVGElement>('svg[data-x],svg[data-y]') ?? null;
    if (shown && shown.svg !== svg) leave();
    if (svg) tell(svg, event);
  });
  document.addEventListener('pointerleave', leave);
}

function leave(): void {
  shown?.tip.remove();
  shown?.cursor.remove();
  shown = null;
}

function tell(svg: SVGSVGElement, event: PointerEvent): void {
  const figure = svg.closest('figure');
  if (!figure) return;
  const across = svg.dataset.x !== undefined;
  const places = (svg.dataset.x ?? svg.dataset.y ?? '').split(' ').map(Number);
  const box = svg.getBoundingClientRect();
  const outer = figure.getBoundingClientRect();
  const scale = box.width / svg.viewBox.baseVal.width;
  const at = (across ? event.clientX - box.left : event.clientY - box.top) / scale;
  const near = nearest(places, at);
  const row = figure.querySelectorAll('tbody tr')[near];
  if (!row) return;
  shown ??= { svg, tip: add(figure, 'tip'), cursor: add(figure, 'cursor') };
  const { tip, cursor } = shown;
  tip.textContent = textOf(row, figure);
  const place = (places[near] as number) * scale;
  const [left, top] = [box.left - outer.left, box.top - outer.top];
  Object.assign(
    cursor.style,
    across
      ? { left: px(left + place), top: px(top), width: '1px', height: px(box.height) }
      : { display: 'none' },
  );
  const x = across ? left + place : event.clientX - outer.left;
  Object.assign(tip.style, {
    left: px(Math.max(0, Math.min(x + 10, outer.width - tip.offsetWidth))),
    top: px(across ? top + 4 : top + place + 12),
  });
}

function nearest(places: readonly number[], at: number): number {
  let near = 0;
  places.forEach((place, i) => {
    if (Math.abs(place - at) < Math.abs((places[near] as number) - at)) near = i;
  });
  return near;
}

/** The row's cells, a line each, after the head of their column. */
function textOf(row: Element, figure: Element): string {
  const heads = [...figure.querySelectorAll('thead th')].map((th) => th.textContent);
  return [...row.children]
    .map((cell, i) => (i > 0 ? `${heads[i]}: ` : '') + cell.textContent)
    .join('\n');
}

function add(figure: Element, name: string): HTMLElement {
  const element = document.createElement('div');
  element.className = name;
  figure.append(element);
  return element;
}

function px(value: number): string {
  return `${value}px`;
}
