import type { CategoricalColumn, NumericColumn } from '../../lib/profile/column.ts';
import type { Frame } from '../../lib/profile/frame.ts';
import { outcomeFrame } from '../golden/measure.ts';

export const amount: NumericColumn = {
  name: 'amount',
  role: 'feature',
  type: 'numeric',
  edges: [-10, -1, 0, 0.5, 1, 5, 100],
  decileEdges: [0, 1],
  center: 0.3,
};

export const city: CategoricalColumn = {
  name: 'city',
  role: 'feature',
  type: 'categorical',
  categories: ['Bern', "l'Aquila"],
  truncated: false,
};

export const frame: Frame = {
  columns: [amount, city],
  outcome: outcomeFrame({ scoreEdges: [0.25, 0.5, 0.75] }),
  segments: [{ name: 'city', edges: null, segments: ['city=Bern'] }],
};
