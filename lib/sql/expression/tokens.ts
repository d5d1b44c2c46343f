/** Text that is no expression; `at` is the character, counted from 1. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(`${message}, at character ${at}`);
  }
}

/** `word` is a keyword or a name as it stands, `name` one that was quoted. */
export interface Token {
  readonly kind: 'number' | 'text' | 'word' | 'name' | 'symbol' | 'end';
  /** Without its quotes. */
  readonly text: string;
  readonly at: number;
}

const PATTERNS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['number', /(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?![\p{L}\p{N}_.])/iuy],
  ['text', /'(?:[^']|'')*'/uy],
  ['name', /"(?:[^"]|"")+"/uy],
  ['word', /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy],
  ['symbol', /<>|!=|<=|>=|[=<>+\-*/(),]/uy],
];
const SPACE = /\s*/uy;
const COMMENT = /--|\/\*/uy;

/** The tokens of an expression and the end. @throws ExpressionError for a comment and for what is none of them */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let position = afterSpace(text, 0);
  while (position < text.length) {
    const { token, length } = tokenAt(text, position);
    tokens.push(token);
    position = afterSpace(text, position + length);
  }
  return [...tokens, { kind: 'end', text: '', at: text.length + 1 }];
}

function afterSpace(text: string, position: number): number {
  return position + (matchAt(SPACE, text, position)?.length ?? 0);
}

function tokenAt(text: string, position: number): { token: Token; length: number } {
  const at = position + 1;
  if (matchAt(COMMENT, text, position))
    throw new ExpressionError('an expression holds no comments', at);
  for (const [kind, pattern] of PATTERNS) {
    const found = matchAt(pattern, text, position);
    if (found === undefined) continue;
    // The engine takes its statements as text that a NUL ends.
    if (found.includes('\0')) throw new ExpressionError('there is a NUL character', at);
    return { token: { kind, text: unquoted(kind, found), at }, length: found.length };
  }
  const rest = text.slice(position);
  if (rest.startsWith("'") || rest.startsWith('"'))
    throw new ExpressionError(`a quote ${rest[0]} is not closed`, at);
  throw new ExpressionError(`${JSON.stringify([...rest][0])} can't stand here`, at);
}

function matchAt(pattern: RegExp, text: string, position: number): string | undefined {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0];
}

function unquoted(kind: Token['kind'], found: string): string {
  if (kind === 'text') return found.slice(1, -1).replaceAll("''", "'");
  return kind === 'name' ? found.slice(1, -1).replaceAll('""', '"') : found;
}
