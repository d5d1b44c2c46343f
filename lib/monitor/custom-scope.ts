import type { Scope, Typed } from '../sql/expression/print.ts';
import { raw, type Sql, sql } from '../sql/sql.ts';
import { labelColumn } from './label-column.ts';
import type { Monitor } from './schema.ts';

/** The names that every expression may use where the monitor logs what they stand for; no column is declared by them. */
export const OWN_NAMES = ['prediction', 'score', 'label', 'variant'] as const;

/** What these names stand for in `predictionRelation` and `outcomeRelation`; those that the monitor has no column for are missing. */
export function ownScope(monitor: Monitor): Scope {
  const { task, columns } = monitor;
  const { prediction, score, scores, variant } = columns;
  const scope = new Map<string, Typed>();
  if ((prediction ?? score ?? scores) !== undefined) scope.set('prediction', predicted(monitor));
  if (task === 'binary' && score !== undefined)
    scope.set('score', { type: 'number', sql: raw('score::DOUBLE') });
  if (labelColumn(monitor) !== undefined) scope.set('label', label(monitor));
  if (variant !== undefined) scope.set('variant', { type: 'text', sql: raw('variant::VARCHAR') });
  return scope;
}

function predicted({ task, columns }: Monitor): Typed {
  if (task === 'regression') return { type: 'number', sql: raw('predicted::DOUBLE') };
  if (task === 'multiclass') return { type: 'text', sql: raw('predicted::VARCHAR') };
  const { positive, negative } = spellings(columns.positive);
  const other = oneSpelling(raw('predicted::VARCHAR'), negative);
  return {
    type: 'text',
    sql: sql`(CASE WHEN decided_positive THEN ${positive[0] ?? ''}
      WHEN NOT decided_positive THEN coalesce(${other}, ${negative[0] ?? '(negative)'}) END)`,
  };
}

function label({ task, columns }: Monitor): Typed {
  if (task === 'regression') return { type: 'number', sql: raw('label::DOUBLE') };
  const text = raw('label::VARCHAR');
  if (task === 'multiclass') return { type: 'text', sql: text };
  const { positive, negative } = spellings(columns.positive);
  return { type: 'text', sql: oneSpelling(oneSpelling(text, positive), negative) };
}

const TWINS = [
  ['1', 'true'],
  ['0', 'false'],
] as const;

/** 1 and true name the same class, as do 0 and false; the first is how the monitor file would write it. */
function spellings(value: Monitor['columns']['positive']) {
  const text = String(value);
  const pair = TWINS.findIndex((twins) => twins.some((name) => name === text));
  if (pair < 0) return { positive: [text], negative: [] };
  const asWord = text === TWINS[pair]?.[1];
  const ordered = (twins: readonly string[] = []) => (asWord ? [...twins].reverse() : twins);
  return { positive: ordered(TWINS[pair]), negative: ordered(TWINS[1 - pair]) };
}

function oneSpelling(text: Sql, [first, second]: readonly string[]): Sql {
  if (first === undefined || second === undefined) return text;
  return sql`(CASE ${text} WHEN ${second} THEN ${first} ELSE ${text} END)`;
}
