import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';

/** The width that every chart is drawn for: that of a phone, and of a column on a wider screen. */
export const WIDTH = 340;

/** One chart as the text of an svg. Observable Plot draws into any DOM; its text nodes are escaped when they are printed. */
export function plotSvg(
  options: Plot.PlotOptions,
  label: string,
  /** Where the rows of the chart's table are drawn: on its x scale, or on its y scale. */
  places?: { readonly x: readonly unknown[] } | { readonly y: readonly unknown[] },
): string {
  const { document } = parseHTML('<html><body></body></html>');
  const chart = Plot.plot({
    width: WIDTH,
    height: 140,
    marginLeft: 8,
    marginRight: 8,
    marginTop: 8,
    marginBottom: 22,
    ...options,
    figure: false,
    document: document as unknown as Document,
  } as Plot.PlotOptions);
  for (const style of [...chart.querySelectorAll('style')]) style.remove();
  for (const name of [
    'class',
    'fill',
    'font-family',
    'font-size',
    'xmlns',
    'xmlns:xlink',
    'width',
    'height',
  ])
    chart.removeAttribute(name);
  for (const inner of chart.querySelectorAll('[aria-label],[aria-hidden]')) {
    inner.removeAttribute('aria-label');
    inner.removeAttribute('aria-hidden');
  }
  for (const inner of chart.querySelectorAll('[font-variant],[stroke-linecap]')) {
    for (const name of ['font-variant', 'stroke-linecap', 'stroke-linejoin', 'stroke-miterlimit'])
      inner.removeAttribute(name);
  }
  chart.setAttribute('role', 'img');
  chart.setAttribute('aria-label', label);
  chart.setAttribute('fill', 'currentColor');
  if (places) {
    const [axis, values] = 'x' in places ? (['x', places.x] as const) : (['y', places.y] as const);
    const scale = chart.scale(axis);
    const half = (scale?.bandwidth ?? 0) / 2;
    const pixels = values.map((value) => Math.round(Number(scale?.apply(value)) + half));
    chart.setAttribute(`data-${axis}`, pixels.join(' '));
  }
  return shorter(chart.outerHTML);
}

/** Whole pixels, and steps as H and V: what a page of many charts is mostly made of. Text stays as it is. */
function shorter(svg: string): string {
  return svg
    .replace(/ (?:transform|x|y|cx|cy|x1|x2|y1|y2|width|height)="[^"]*"/g, (attribute) =>
      attribute.replace(/(\d\.\d)\d+/g, '$1'),
    )
    .replace(/ d="([^"]*)"/g, (_, path: string) => ` d="${shorterPath(path)}"`)
    .replaceAll(' />', '/>');
}

function shorterPath(path: string): string {
  if (!/^(?:[MLZ][-\d.,]*)+$/.test(path)) return path;
  let last: [string, string] = ['', ''];
  return path.replace(/([ML])([-\d.]+),([-\d.]+)/g, (_, command: string, a: string, b: string) => {
    const [x, y] = [pixel(a), pixel(b)];
    const [before, above] = last;
    last = [x, y];
    if (command === 'M') return `M${x},${y}`;
    if (x === before) return y === above ? '' : `V${y}`;
    return y === above ? `H${x}` : `L${x},${y}`;
  });
}

/** To half a pixel. */
function pixel(text: string): string {
  return String(Math.round(Number(text) * 2) / 2);
}

/** A time axis that is labelled at its first, its middle and its last time: `Feb 19`, with the hour where they need it. */
export function timeAxis(times: readonly Date[]) {
  const [first, last] = [times[0], times.at(-1)];
  const middle = times[Math.floor(times.length / 2)];
  const ticks = [...new Set([first, middle, last])].flatMap((time) => time ?? []);
  const isDay = times.every((time) => time.getTime() % 86_400_000 === 0);
  const [day, hour] = [
    new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' }),
    new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' }),
  ];
  const tickFormat = (time: Date) =>
    isDay ? day.format(time) : `${day.format(time)} ${hour.format(time)}`;
  return { type: 'utc', label: null, ticks, tickSize: 0, tickPadding: 7, tickFormat } as const;
}
