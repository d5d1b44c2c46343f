import { join, raw, type Sql, sql } from '../sql.ts';
import type { Expression, Operator } from './parse.ts';
import { ExpressionError } from './tokens.ts';

export type ValueType = 'number' | 'text' | 'boolean' | 'null';

/** A piece of SQL and what it gives. */
export interface Typed {
  readonly type: ValueType;
  readonly sql: Sql;
}

/** What the names of an expression stand for. */
export type Scope = ReadonlyMap<string, Typed>;

type Call = Extract<Expression, { kind: 'call' }>;

/** What a function takes and gives; `same`: two or more of one type, which it gives. */
interface Signature {
  readonly takes: 'number' | 'text' | 'same';
  print(values: readonly Sql[]): Sql;
}

const plain = (name: string, takes: Signature['takes']): Signature => ({
  takes,
  print: (values) => sql`${raw(name)}(${join(values)})`,
});
/** NULL, as a missing value, where there is no result: an error would end the statement for every row. */
const partial = (name: string): Signature => ({
  takes: 'number',
  print: (values) => sql`TRY(${raw(name)}(${join(values)}))`,
});

const FUNCTIONS: Readonly<Record<string, Signature>> = {
  abs: plain('abs', 'number'),
  ceil: plain('ceil', 'number'),
  floor: plain('floor', 'number'),
  round: plain('round', 'number'),
  exp: plain('exp', 'number'),
  ln: partial('ln'),
  sqrt: partial('sqrt'),
  lower: plain('lower', 'text'),
  least: plain('least', 'same'),
  greatest: plain('greatest', 'same'),
  coalesce: plain('coalesce', 'same'),
  nullif: plain('nullif', 'same'),
};

/**
 * An expression over one row as SQL that binds and never fails: numbers are doubles, division by zero gives NULL.
 *
 * @throws ExpressionError for a name that `scope` lacks, a function that is not allowed, or types that don't fit
 */
export function printExpression(expression: Expression, scope: Scope): Typed {
  const print = (inner: Expression) => printExpression(inner, scope);
  const { at } = expression;
  switch (expression.kind) {
    case 'number':
      return { type: 'number', sql: sql`${expression.value}::DOUBLE` };
    case 'text':
      return { type: 'text', sql: sql`${expression.value}` };
    case 'boolean':
      return { type: 'boolean', sql: sql`${expression.value}` };
    case 'null':
      return { type: 'null', sql: raw('NULL') };
    case 'name':
      return named(expression.name, scope, at);
    case 'minus':
      return { type: 'number', sql: sql`(-${only('number', print(expression.operand), '-', at)})` };
    case 'not':
      return {
        type: 'boolean',
        sql: sql`(NOT ${only('boolean', print(expression.operand), 'not', at)})`,
      };
    case 'is null':
      return { type: 'boolean', sql: sql`(${print(expression.operand).sql} IS NULL)` };
    case 'in': {
      const [operand, ...options] = [expression.operand, ...expression.options].map(print);
      common([operand, ...options], 'in', at);
      return {
        type: 'boolean',
        sql: sql`(${operand?.sql ?? null} IN (${join(options.map((one) => one.sql))}))`,
      };
    }
    case 'binary':
      return binary(expression.operator, print(expression.left), print(expression.right), at);
    case 'case':
      return cases(expression, print);
    case 'call':
      return call(expression, print);
  }
}

function named(name: string, scope: Scope, at: number): Typed {
  const found = scope.get(name);
  if (found) return found;
  throw new ExpressionError(
    `there is no ${JSON.stringify(name)} here; there is ${[...scope.keys()].join(', ')}`,
    at,
  );
}

function binary(operator: Operator, left: Typed, right: Typed, at: number): Typed {
  const print = (symbol: string): Sql => sql`(${left.sql} ${raw(symbol)} ${right.sql})`;
  switch (operator) {
    case 'and':
    case 'or':
      only('boolean', left, operator, at);
      only('boolean', right, operator, at);
      return { type: 'boolean', sql: print(operator.toUpperCase()) };
    case '+':
    case '-':
    case '*':
    case '/':
      only('number', left, operator, at);
      only('number', right, operator, at);
      return {
        type: 'number',
        sql: operator === '/' ? sql`(${left.sql} / nullif(${right.sql}, 0))` : print(operator),
      };
    default:
      if (left.type === 'null' || right.type === 'null')
        throw new ExpressionError('nothing equals null: write is null or is not null', at);
      common([left, right], operator, at);
      return { type: 'boolean', sql: print(operator) };
  }
}

function cases(
  { at, branches, otherwise }: Extract<Expression, { kind: 'case' }>,
  print: (inner: Expression) => Typed,
): Typed {
  const printed = branches.map(({ when, result }) => ({
    when: only('boolean', print(when), 'when', when.at),
    result: print(result),
  }));
  const last: Typed = otherwise ? print(otherwise) : { type: 'null', sql: raw('NULL') };
  const type = common([...printed.map(({ result }) => result), last], 'case', at);
  const whens = printed.map(({ when, result }) => sql`WHEN ${when} THEN ${result.sql}`);
  return { type, sql: sql`(CASE ${join(whens, ' ')} ELSE ${last.sql} END)` };
}

function call({ at, name, values, filter }: Call, print: (inner: Expression) => Typed): Typed {
  const signature = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!signature)
    throw new ExpressionError(
      `${name}(...) can't stand here; there is ${Object.keys(FUNCTIONS).join(', ')}`,
      at,
    );
  if (filter || values === '*')
    throw new ExpressionError(`${name} takes ${filter ? 'no filter' : 'no *'}`, at);
  const printed = values.map(print);
  const few = signature.takes === 'same' ? printed.length < 2 : printed.length !== 1;
  if (few || (name === 'nullif' && printed.length > 2)) {
    const wanted =
      signature.takes !== 'same' ? 'one value' : name === 'nullif' ? 'two' : 'two or more values';
    throw new ExpressionError(`${name} takes ${wanted}`, at);
  }
  if (signature.takes !== 'same') only(signature.takes, printed[0], name, at);
  const type = signature.takes === 'same' ? common(printed, name, at) : signature.takes;
  return { type, sql: signature.print(printed.map((one) => one.sql)) };
}

/** The SQL of a value of that type. @throws ExpressionError */
function only(type: ValueType, value: Typed | undefined, taker: string, at: number): Sql {
  if (value?.type === type) return value.sql;
  throw new ExpressionError(`${taker} takes a ${type}, not a ${value?.type}`, at);
}

/** The type that all of these have, null aside. @throws ExpressionError */
function common(values: readonly (Typed | undefined)[], taker: string, at: number): ValueType {
  const types = new Set(values.map((one) => one?.type ?? 'null'));
  types.delete('null');
  if (types.size > 1)
    throw new ExpressionError(
      `${taker} takes values of one type, not a ${[...types].join(' and a ')}`,
      at,
    );
  return [...types][0] ?? 'null';
}
