import type { SchemaSummary, ValueClass } from '../../profile/schema-summary.ts';
import { schemaMetric } from './schema-metric.ts';

export const changedTypes = schemaMetric({
  name: 'changed_types',
  description:
    'Watched columns that a file holds as another type than the baseline data set: numbers sent as text, say.',
  formula:
    'number of columns with a class of value (number, text, boolean, time, nested) that no file of the baseline has',
  source: 'SageMaker Model Monitor data_type_check, from the types of the files themselves',
  find: ({ frame, baseline, current }) =>
    frame.columns.flatMap(({ name }) => {
      const before = classes(baseline.schema, name);
      const others = classes(current.schema, name).filter((one) => !before.includes(one));
      return before.length > 0 && others.length > 0
        ? [`${name}: ${others.join(', ')} for ${before.join(', ')}`]
        : [];
    }),
});

/** What the note of `changed_types` says of these columns. */
export function readChangedTypes(
  note: string,
  columns: readonly string[],
): { readonly column: string; readonly now: string; readonly before: string }[] {
  return columns.flatMap((column) => {
    const at = `, ${note}`.indexOf(`, ${column}: `);
    if (at < 0) return [];
    const types = /^([a-z]+(?:, [a-z]+)*) for ([a-z]+)/.exec(note.slice(at + column.length + 2));
    return types?.[1] && types[2] ? [{ column, now: types[1], before: types[2] }] : [];
  });
}

/** Nothing where one file at least can't say. */
function classes(schema: SchemaSummary | undefined, name: string): ValueClass[] {
  const found = schema && Object.hasOwn(schema, name) ? schema[name] : undefined;
  return (Object.keys(found ?? {}) as ValueClass[]).filter((one) => one !== 'unknown');
}
