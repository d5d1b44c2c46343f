import { type Expression, parseExpression } from '../../sql/expression/parse.ts';
import { ExpressionError } from '../../sql/expression/tokens.ts';
import type { Estimate } from '../estimate.ts';

/** Arithmetic over sums. */
export interface Formula {
  /** The sums that it reads. */
  readonly names: ReadonlySet<string>;
  /** Whether its value stays the same where every sum doubles, as a mean's or a share's does and a total's does not. */
  readonly scaleFree: boolean;
  /** The value, and how it changes with each sum, by name; or why there is none. */
  evaluate(sums: ReadonlyMap<string, number>): Evaluated;
}

export type Evaluated =
  | { readonly value: number; readonly gradient: ReadonlyMap<string, number> }
  | Extract<Estimate, { readonly value: null }>;

/** Reads a formula over the sums of these names. @throws ExpressionError */
export function parseFormula(text: string, names: readonly string[]): Formula {
  const parsed = parseExpression(text);
  const term = compile(parsed.expression, new Set(names));
  return {
    names: parsed.names,
    scaleFree: term.degree === 0,
    evaluate: (sums) => {
      try {
        const { value, slopes } = term.evaluate(sums);
        return { value, gradient: slopes };
      } catch (error) {
        if (error instanceof Undefined) return { value: null, reason: error.message };
        throw error;
      }
    },
  };
}

/** A value with its derivatives. */
interface Dual {
  readonly value: number;
  readonly slopes: ReadonlyMap<string, number>;
}

interface Term {
  /** By which power of two it grows where every sum doubles; NaN where by none. */
  readonly degree: number;
  evaluate(sums: ReadonlyMap<string, number>): Dual;
}

class Undefined extends Error {}

/** A function of numbers: its value, its derivative by each of them, and the degree of what it gives. */
interface Rule {
  readonly takes: 1 | 2;
  value(a: number, b: number): number;
  slopes(a: number, b: number): readonly [number, number];
  degree(a: number, b: number): number;
}

const alike = (a: number, b: number) => (a === b ? a : Number.NaN);
const ofPure = (a: number) => (a === 0 ? 0 : Number.NaN);

const RULES: Readonly<Record<string, Rule>> = {
  '+': { takes: 2, value: (a, b) => a + b, slopes: () => [1, 1], degree: alike },
  '-': { takes: 2, value: (a, b) => a - b, slopes: () => [1, -1], degree: alike },
  '*': { takes: 2, value: (a, b) => a * b, slopes: (a, b) => [b, a], degree: (a, b) => a + b },
  '/': {
    takes: 2,
    value: (a, b) => (b === 0 ? undefinedFor('it divides by zero') : a / b),
    slopes: (a, b) => [1 / b, -a / (b * b)],
    degree: (a, b) => a - b,
  },
  least: {
    takes: 2,
    value: Math.min,
    slopes: (a, b) => (a <= b ? [1, 0] : [0, 1]),
    degree: alike,
  },
  greatest: {
    takes: 2,
    value: Math.max,
    slopes: (a, b) => (a >= b ? [1, 0] : [0, 1]),
    degree: alike,
  },
  'unary -': { takes: 1, value: (a) => -a, slopes: () => [-1, 0], degree: (a) => a },
  abs: { takes: 1, value: Math.abs, slopes: (a) => [Math.sign(a), 0], degree: (a) => a },
  sqrt: {
    takes: 1,
    value: (a) => (a < 0 ? undefinedFor('it takes the root of less than 0') : Math.sqrt(a)),
    slopes: (a) => [0.5 / Math.sqrt(a), 0],
    degree: (a) => a / 2,
  },
  ln: {
    takes: 1,
    value: (a) => (a <= 0 ? undefinedFor('it takes the logarithm of 0 or less') : Math.log(a)),
    slopes: (a) => [1 / a, 0],
    degree: ofPure,
  },
  exp: { takes: 1, value: Math.exp, slopes: (a) => [Math.exp(a), 0], degree: ofPure },
};

function undefinedFor(reason: string): never {
  throw new Undefined(`the formula has no value here: ${reason}`);
}

function compile(expression: Expression, known: ReadonlySet<string>): Term {
  const { kind, at } = expression;
  if (kind === 'number') {
    const { value } = expression;
    return { degree: 0, evaluate: () => ({ value, slopes: new Map() }) };
  }
  if (kind === 'name') return sum(expression.name, known, at);
  if (kind === 'minus') return apply('unary -', [expression.operand], known, at);
  if (kind === 'binary')
    return apply(expression.operator, [expression.left, expression.right], known, at);
  if (kind === 'call' && expression.values !== '*' && expression.filter === null)
    return apply(expression.name, expression.values, known, at);
  const what = kind === 'call' ? `${expression.name}(...)` : `a ${kind}`;
  throw new ExpressionError(`${what} can't stand here: ${ALLOWED}`, at);
}

const ALLOWED =
  'a value is arithmetic over aggregates, with abs, sqrt, ln, exp, least and greatest';

function sum(name: string, known: ReadonlySet<string>, at: number): Term {
  if (!known.has(name))
    throw new ExpressionError(
      `there is no aggregate ${JSON.stringify(name)}; there is ${[...known].join(', ')}`,
      at,
    );
  return {
    degree: 1,
    evaluate: (sums) => ({
      value: sums.get(name) ?? Number.NaN,
      slopes: new Map([[name, 1]]),
    }),
  };
}

function apply(
  name: string,
  operands: readonly Expression[],
  known: ReadonlySet<string>,
  at: number,
): Term {
  const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
  if (!rule) throw new ExpressionError(`${name} can't stand here: ${ALLOWED}`, at);
  const [a, b = a, ...others] = operands.map((operand) => compile(operand, known));
  if (!a || !b || others.length > 0 || operands.length !== rule.takes)
    throw new ExpressionError(`${name} takes ${rule.takes === 1 ? 'one value' : 'two values'}`, at);
  return {
    degree: rule.degree(a.degree, b.degree),
    evaluate: (sums) => {
      const x = a.evaluate(sums);
      const y =
        rule.takes === 1 ? { value: 0, slopes: new Map<string, number>() } : b.evaluate(sums);
      const value = rule.value(x.value, y.value);
      if (!Number.isFinite(value)) undefinedFor('its numbers are too large');
      const [byX, byY] = rule.slopes(x.value, y.value);
      const slopes = new Map([...x.slopes].map(([of, slope]) => [of, slope * byX]));
      for (const [of, slope] of y.slopes) slopes.set(of, (slopes.get(of) ?? 0) + slope * byY);
      return { value, slopes };
    },
  };
}
