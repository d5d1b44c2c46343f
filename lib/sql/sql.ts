/** A piece of SQL text. Made only by the functions of this folder, so that text from outside can't become SQL. */
export interface Sql {
  readonly text: string;
}

type Piece = Sql | string | number | boolean | null | readonly (string | number)[];

/** SQL from a template: pieces pass through, every other value becomes a literal. */
export function sql(strings: TemplateStringsArray, ...values: readonly Piece[]): Sql {
  return raw(strings.reduce((text, part, i) => text + print(values[i - 1] ?? null) + part));
}

/** An identifier, quoted. */
export function ident(name: string): Sql {
  return raw(`"${name.replaceAll('"', '""')}"`);
}

/** Pieces with a separator between them. */
export function join(pieces: readonly Sql[], separator = ', '): Sql {
  return raw(pieces.map((piece) => piece.text).join(separator));
}

/** Text that is SQL already. Never call it with anything that came from a file, a log or a person. */
export function raw(text: string): Sql {
  return { text };
}

function print(value: Piece): string {
  if (value === null) return 'NULL';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return printNumber(value);
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if ('text' in value) return value.text;
  return `[${value.map(print).join(', ')}]`;
}

/** Doubles stay doubles: DuckDB reads 0.1 as a decimal, 1e-1 as a double. */
function printNumber(value: number): string {
  if (Number.isNaN(value)) return "'nan'::DOUBLE";
  if (!Number.isFinite(value)) return value > 0 ? "'inf'::DOUBLE" : "'-inf'::DOUBLE";
  if (Number.isSafeInteger(value)) return String(value);
  const text = String(value);
  return text.includes('e') ? text : `${text}e0`;
}
