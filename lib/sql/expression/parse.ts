import { ExpressionError, type Token, tokensOf } from './tokens.ts';

/** An expression as it was written: what its names mean, and whether its types fit, is for its reader to say. */
export type Expression = { readonly at: number } & (
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'minus' | 'not'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'is null'; readonly operand: Expression }
  | { readonly kind: 'in'; readonly operand: Expression; readonly options: readonly Expression[] }
  | {
      readonly kind: 'case';
      readonly branches: readonly { readonly when: Expression; readonly result: Expression }[];
      readonly otherwise: Expression | null;
    }
  | {
      readonly kind: 'call';
      /** In lower case. */
      readonly name: string;
      /** `*` as in count(*). */
      readonly values: readonly Expression[] | '*';
      readonly filter: Expression | null;
    }
);

export type Operator = keyof typeof BINDING;

/** How tightly an operator binds. */
const BINDING = {
  or: 1,
  and: 2,
  '=': 4,
  '<>': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
} as const;
const NOT = 3;
const COMPARISON = 4;
const MINUS = 7;
/** Far below what the parser's and the engine's stacks hold. */
const DEEPEST = 100;

const KEYWORDS = new Set(
  'and or not is null in between case when then else end true false filter where distinct'.split(
    ' ',
  ),
);

/**
 * Reads an expression in the part of SQL that custom metrics are written in: literals, names, arithmetic, comparisons, and, or,
 * not, is null, in, between, case, and calls with an optional filter. Nothing else has a form here.
 *
 * Returns it with the names that are in it. @throws ExpressionError with the place of the first wrong character
 */
export function parseExpression(text: string): {
  readonly expression: Expression;
  readonly names: ReadonlySet<string>;
} {
  const reader = new Reader(tokensOf(text));
  const expression = reader.expression(0);
  reader.end();
  return { expression, names: reader.names };
}

/** A cursor over the tokens: a Pratt parser. */
class Reader {
  readonly names = new Set<string>();
  private position = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  expression(least: number): Expression {
    if (++this.depth > DEEPEST) throw new ExpressionError('it is nested too deeply', this.next.at);
    let left = this.operand();
    for (;;) {
      const longer = this.extended(left, least);
      if (longer === null) break;
      left = longer;
    }
    this.depth--;
    return left;
  }

  end(): void {
    if (this.next.kind !== 'end') throw this.unexpected('an operator or the end');
  }

  /** `left` with the operator that follows it; null where none binds as tightly as `least`. */
  private extended(left: Expression, least: number): Expression | null {
    const { at } = this.next;
    const operator = this.operatorHere();
    if (operator !== null) {
      const binding = BINDING[operator];
      if (binding <= least) return null;
      this.position++;
      return { kind: 'binary', at, operator, left, right: this.expression(binding) };
    }
    if (COMPARISON <= least) return null;
    if (this.took('is')) {
      const negated = this.took('not');
      this.expect('null');
      return negate(negated, { kind: 'is null', at, operand: left });
    }
    const negated = this.took('not');
    if (this.took('in')) return negate(negated, { kind: 'in', at, operand: left, ...this.list() });
    if (this.took('between')) return negate(negated, this.between(left, at));
    if (negated) throw this.unexpected('in or between');
    return null;
  }

  private between(operand: Expression, at: number): Expression {
    const low = this.expression(COMPARISON);
    this.expect('and');
    const high = this.expression(COMPARISON);
    return {
      kind: 'binary',
      at,
      operator: 'and',
      left: { kind: 'binary', at, operator: '>=', left: operand, right: low },
      right: { kind: 'binary', at, operator: '<=', left: operand, right: high },
    };
  }

  private operand(): Expression {
    const { kind, text, at } = this.next;
    if (this.took('(')) {
      const inner = this.expression(0);
      this.expect(')');
      return inner;
    }
    if (this.took('-')) return { kind: 'minus', at, operand: this.expression(MINUS) };
    if (this.took('not')) return { kind: 'not', at, operand: this.expression(NOT) };
    if (this.took('case')) return this.cases(at);
    if (this.took('null')) return { kind: 'null', at };
    if (this.took('true')) return { kind: 'boolean', at, value: true };
    if (this.took('false')) return { kind: 'boolean', at, value: false };
    if (kind === 'number') return this.number(at);
    const isName = kind === 'name' || (kind === 'word' && !KEYWORDS.has(text.toLowerCase()));
    if (kind !== 'text' && !isName) throw this.unexpected('a value');
    this.position++;
    if (kind === 'text') return { kind, at, value: text };
    if (kind === 'word' && this.is('(')) return this.call(text.toLowerCase(), at);
    this.names.add(text);
    return { kind: 'name', at, name: text };
  }

  private number(at: number): Expression {
    const value = Number(this.next.text);
    if (!Number.isFinite(value)) throw new ExpressionError('the number is too large', at);
    this.position++;
    return { kind: 'number', at, value };
  }

  private cases(at: number): Expression {
    const branches: { when: Expression; result: Expression }[] = [];
    if (!this.is('when')) throw this.unexpected('when');
    while (this.took('when')) {
      const when = this.expression(0);
      this.expect('then');
      branches.push({ when, result: this.expression(0) });
    }
    const otherwise = this.took('else') ? this.expression(0) : null;
    this.expect('end');
    return { kind: 'case', at, branches, otherwise };
  }

  private call(name: string, at: number): Expression {
    const values = this.isStar() ? ('*' as const) : this.list().options;
    if (!this.took('filter')) return { kind: 'call', at, name, values, filter: null };
    this.expect('(');
    this.took('where');
    const filter = this.expression(0);
    this.expect(')');
    return { kind: 'call', at, name, values, filter };
  }

  private isStar(): boolean {
    const inner = this.tokens[this.position + 1];
    if (inner?.kind !== 'symbol' || inner.text !== '*') return false;
    this.position += 2;
    this.expect(')');
    return true;
  }

  private list(): { options: Expression[] } {
    this.expect('(');
    const options = [this.expression(0)];
    while (this.took(',')) options.push(this.expression(0));
    this.expect(')');
    return { options };
  }

  private get next(): Token {
    return this.tokens[this.position] ?? { kind: 'end', text: '', at: 1 };
  }

  private operatorHere(): Operator | null {
    const { kind, text } = this.next;
    const operator = text === '!=' ? '<>' : text.toLowerCase();
    const possible = kind === 'symbol' || kind === 'word';
    return possible && Object.hasOwn(BINDING, operator) ? (operator as Operator) : null;
  }

  private is(text: string): boolean {
    const { kind, text: found } = this.next;
    return (kind === 'symbol' || kind === 'word') && found.toLowerCase() === text;
  }

  private took(text: string): boolean {
    const there = this.is(text);
    if (there) this.position++;
    return there;
  }

  private expect(text: string): void {
    if (!this.took(text)) throw this.unexpected(text);
  }

  private unexpected(wanted: string): ExpressionError {
    const { kind, text, at } = this.next;
    const found = kind === 'end' ? 'it ends' : `there is ${JSON.stringify(text)}`;
    return new ExpressionError(`${found} where ${wanted} is expected`, at);
  }
}

function negate(negated: boolean, operand: Expression): Expression {
  return negated ? { kind: 'not', at: operand.at, operand } : operand;
}
