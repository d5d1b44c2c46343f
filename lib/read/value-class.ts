import type { ValueClass } from '../profile/schema-summary.ts';

const CLASSES: readonly (readonly [RegExp, ValueClass])[] = [
  [/^(TIMESTAMP|DATE|TIME|INTERVAL)/, 'time'],
  [/\]$|^(STRUCT|MAP|UNION|BLOB)/, 'nested'],
  [/^(U?\w*INT(EGER)?|FLOAT|DOUBLE|DECIMAL\(.*\))$/, 'number'],
  [/^BOOLEAN$/, 'boolean'],
];

/** What a column of this type of the engine's holds; text where it is none of the others. */
export function classOfType(type: string): ValueClass {
  return CLASSES.find(([pattern]) => pattern.test(type))?.[1] ?? 'text';
}
