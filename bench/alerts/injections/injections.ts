import { CATEGORICAL } from './categorical.ts';
import type { Injection } from './injection.ts';
import { NUMERIC } from './numeric.ts';
import { OUTCOMES } from './outcome.ts';
import { ROWS } from './rows.ts';

/** Every kind of drift that is injected into the car loan rows. */
export const INJECTIONS: readonly Injection[] = [...NUMERIC, ...CATEGORICAL, ...ROWS, ...OUTCOMES];

/** Nothing at all, looked for as a shift would be: what a detection share is by chance. */
export const CONTROL: Injection = {
  name: 'nothing (control)',
  columns: ['debt_to_income_ratio'],
  families: ['drift', 'quality'],
  apply: ({ rows }) => rows,
};
