/** What a file says a column holds; `unknown` where it can't say: text formats without types, or a first value that is null. */
export type ValueClass = 'number' | 'text' | 'boolean' | 'time' | 'nested' | 'unknown';

/** Files by column and by what they say it holds. Adds up by file: not every file need be looked at. */
export type SchemaSummary = Readonly<Record<string, Readonly<Partial<Record<ValueClass, number>>>>>;

export function mergeSchemas(a: SchemaSummary, b: SchemaSummary): SchemaSummary {
  const columns = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return Object.fromEntries(
    columns.map((name) => {
      const [x, y] = [own(a, name), own(b, name)];
      const classes = [...new Set([...Object.keys(x), ...Object.keys(y)])].sort() as ValueClass[];
      return [name, Object.fromEntries(classes.map((one) => [one, (x[one] ?? 0) + (y[one] ?? 0)]))];
    }),
  );
}

function own(schema: SchemaSummary, name: string) {
  return Object.hasOwn(schema, name) ? (schema[name] ?? {}) : {};
}
