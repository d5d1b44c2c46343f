import { type Expression, parseExpression } from '../sql/expression/parse.ts';
import { printExpression, type Scope } from '../sql/expression/print.ts';
import { ExpressionError } from '../sql/expression/tokens.ts';
import { raw, type Sql, sql } from '../sql/sql.ts';

/** A sum over rows, which adds up however the rows are parted. */
export interface CustomAggregate {
  readonly name: string;
  /** The names that it reads. */
  readonly names: ReadonlySet<string>;
  /** It counts: every row that counts adds 1. */
  readonly counts: boolean;
  /** It counts every row. */
  readonly everyRow: boolean;
  /** What a row adds, a finite double; NULL where it adds nothing. */
  readonly term: Sql;
}

/**
 * Reads `sum(x)`, `count(x)` or `count(*)`, each with a filter or without; what reads `label` is over labelled rows alone.
 *
 * @throws ExpressionError for anything else
 */
export function readAggregate(name: string, text: string, scope: Scope): CustomAggregate {
  const { expression, names } = parseExpression(text);
  const call = aggregateOf(expression);
  const filter = call.filter ? print('boolean', call.filter, scope) : null;
  const common = { name, names, counts: call.name === 'count' };
  if (call.values === '*') {
    if (call.name === 'sum') throw new ExpressionError('sum takes a number, not *', call.at);
    return { ...common, everyRow: filter === null, term: term(filter, raw('1::DOUBLE')) };
  }
  const [value, ...others] = call.values;
  if (!value || others.length > 0)
    throw new ExpressionError(`${call.name} takes one value`, call.at);
  if (call.name === 'count') {
    const known = sql`(${printExpression(value, scope).sql} IS NOT NULL)`;
    const counted = filter ? sql`${known} AND ${filter}` : known;
    return { ...common, everyRow: false, term: term(counted, raw('1::DOUBLE')) };
  }
  const added = print('number', value, scope);
  const finite = value.kind === 'name' ? null : sql`isfinite(${added})`;
  const conditions = [filter, finite].filter((one) => one !== null);
  const condition = conditions.reduce<Sql | null>(
    (all, one) => (all ? sql`${all} AND ${one}` : one),
    null,
  );
  return { ...common, everyRow: false, term: term(condition, added) };
}

function term(condition: Sql | null, added: Sql): Sql {
  return condition ? sql`(CASE WHEN ${condition} THEN ${added} END)` : added;
}

function aggregateOf(expression: Expression): Extract<Expression, { kind: 'call' }> {
  if (expression.kind === 'call' && (expression.name === 'sum' || expression.name === 'count'))
    return expression;
  const found = expression.kind === 'call' ? `${expression.name}(...) is none: ` : '';
  throw new ExpressionError(
    `${found}an aggregate is sum(...), count(...) or count(*), as only these add up; divide them in \`value\``,
    expression.at,
  );
}

function print(type: 'number' | 'boolean', expression: Expression, scope: Scope): Sql {
  const printed = printExpression(expression, scope);
  if (printed.type === type) return printed.sql;
  throw new ExpressionError(`a ${type} is expected here, not a ${printed.type}`, expression.at);
}
