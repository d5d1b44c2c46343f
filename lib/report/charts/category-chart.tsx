import * as Plot from '@observablehq/plot';
import type { CategoryShare, Pair } from '../../picture/picture.ts';
import { showNumber } from '../page/show-number.ts';
import { Figure } from './figure.tsx';
import { plotSvg } from './plot-svg.ts';

const ROW = 17;
const NAME_WIDTH = 16;

/** Shares by category: the baseline as a grey bar, the window as a thin one over it; new categories say so. */
export function CategoryChart({
  title,
  categories,
  other,
}: {
  readonly title: string;
  readonly categories: readonly CategoryShare[];
  readonly other: Pair<number>;
}) {
  const isOther = (other.baseline ?? 0) + (other.current ?? 0) > 0;
  const rows = categories.map((one, i) => ({ ...one, key: String(i) }));
  const most = Math.max(...rows.map((one) => Math.max(one.baseline ?? 0, one.current ?? 0)), 1e-9);
  const svg = plotSvg(
    {
      height: rows.length * ROW + 24,
      marginLeft: 104,
      marginRight: 54,
      marginTop: 2,
      x: {
        domain: [0, most],
        label: null,
        ticks: 4,
        tickFormat: (share: number) => showNumber(share, 'share'),
        tickSize: 0,
      },
      y: { domain: rows.map(({ key }) => key), axis: null, padding: 0.22 },
      marks: [
        Plot.barX(rows, { x: 'baseline', y: 'key', fill: 'var(--baseline)', fillOpacity: 0.55 }),
        Plot.barX(rows, {
          x: 'current',
          y: 'key',
          fill: 'var(--current)',
          insetTop: 4,
          insetBottom: 4,
        }),
        Plot.text(rows, {
          x: 0,
          y: 'key',
          text: (one: CategoryShare) => shorten(one.name),
          textAnchor: 'end',
          dx: -6,
          fill: 'var(--ink)',
        }),
        Plot.text(rows, {
          x: (one: CategoryShare) => Math.max(one.baseline ?? 0, one.current ?? 0),
          y: 'key',
          text: (one: CategoryShare) =>
            `${showNumber(one.current, 'share')}${one.new ? ' new' : ''}`,
          textAnchor: 'start',
          dx: 4,
          fill: (one: CategoryShare) => (one.new ? 'var(--warning)' : 'currentColor'),
        }),
      ],
    },
    `${title}: shares by category of baseline and window; the table below has them`,
    { y: rows.map(({ key }) => key) },
  );
  return (
    <Figure
      title={title}
      note={
        isOther &&
        `and ${showNumber(other.current, 'share')} in others, baseline ${showNumber(other.baseline, 'share')}`
      }
      svg={svg}
      heads={['category', 'baseline', 'window']}
      rows={[...rows, ...(isOther ? [{ name: '(other)', ...other }] : [])].map((one) => [
        `${one.name}${'new' in one && one.new ? ' (new)' : ''}`,
        showNumber(one.baseline, 'share'),
        showNumber(one.current, 'share'),
      ])}
    />
  );
}

function shorten(name: string): string {
  return name.length > NAME_WIDTH ? `${name.slice(0, NAME_WIDTH - 1)}…` : name;
}
