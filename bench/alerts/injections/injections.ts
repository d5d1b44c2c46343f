import { CATEGORICAL } from './categorical.ts';
import type { Injection } from './injection.ts';
import { NUMERIC } from './numeric.ts';
import { OUTCOMES } from './outcome.ts';
import { ROWS } from './rows.ts';

/** Every kind of drift that is injected into the car loan rows. */
export const INJECTIONS: readonly Injection[] = [...NUMERIC, ...CATEGORICAL, ...ROWS, ...OUTCOMES];

/** Nothing at all, with every alarm counted: what the share of a kind is by chance at most. */
export const CONTROL: Injection = {
  name: 'nothing (every alarm counts)',
  columns: [...new Set(INJECTIONS.flatMap(({ columns }) => columns))],
  families: [...new Set(INJECTIONS.flatMap(({ families }) => families))],
  apply: ({ rows }) => rows,
};
