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

/** Pixels to a tenth: a figure more is a third of the page. Text stays as it is. */
function shorter(svg: string): string {
  return svg.replace(/ (?:d|transform|x|y|x1|x2|y1|y2|width|height)="[^"]*"/g, (attribute) =>
    attribute.replace(/(\d\.\d)\d+/g, '$1'),
  );
}

/** Of a time axis, whose ticks have two lines. */
export const TIME_AXIS = { type: 'utc', label: null, ticks: 4, tickSize: 4 } as const;
export const TIME_MARGIN = 34;
