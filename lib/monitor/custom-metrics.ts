import { createHash } from 'node:crypto';
import { type Formula, parseFormula } from '../metrics/custom/formula.ts';
import { customAlias } from '../read/canonical.ts';
import type { Scope, Typed } from '../sql/expression/print.ts';
import { ExpressionError } from '../sql/expression/tokens.ts';
import { type CustomAggregate, readAggregate } from './custom-aggregate.ts';
import { OWN_NAMES, ownScope } from './custom-scope.ts';
import type { CustomMetricSetting, Monitor } from './schema.ts';

/** A column of the log that the monitor's own metrics read. */
export interface CustomColumn {
  readonly name: string;
  readonly type: 'numeric' | 'categorical';
}

/** A metric of the monitor file, read and checked. */
export interface CustomMetric {
  readonly name: string;
  readonly setting: CustomMetricSetting;
  /** The log's columns that its aggregates read. */
  readonly columns: readonly CustomColumn[];
  readonly aggregates: readonly CustomAggregate[];
  /** Over the rows whose label is known; else over all. */
  readonly labelled: boolean;
  /** Over the aggregates and `rows`. */
  readonly formula: Formula;
  /** A hash of what is summed: sums of one key add up, whatever names and formula have become. */
  readonly key: string;
}

/** What the number of rows is called in a formula. */
export const ROWS = 'rows';

const KNOWN = new WeakMap<Monitor, readonly CustomMetric[]>();

/** The metrics that the monitor file defines. @throws ExpressionError where the file was not checked and is wrong */
export function customMetrics(monitor: Monitor): readonly CustomMetric[] {
  const known = KNOWN.get(monitor);
  if (known) return known;
  const metrics = Object.entries(monitor.metrics).map(([name, setting]) =>
    readMetric(monitor, name, setting, (_, read) => read()),
  );
  const read = metrics.filter((metric) => metric !== null);
  KNOWN.set(monitor, read);
  return read;
}

/** What is wrong with the monitor's own metrics, by the path of the key within `metrics`. */
export function customMetricIssues(monitor: Monitor): { path: string[]; message: string }[] {
  const issues: { path: string[]; message: string }[] = [];
  for (const [name, setting] of Object.entries(monitor.metrics)) {
    readMetric(monitor, name, setting, (path, read) => {
      try {
        return read();
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
        issues.push({ path: [name, ...path], message: error.message });
        return null;
      }
    });
  }
  return issues;
}

/** The columns that these metrics read, each once. */
export function customColumns(metrics: readonly CustomMetric[]): CustomColumn[] {
  const columns = metrics.flatMap((metric) => metric.columns);
  return [...new Map(columns.map((column) => [customAlias(column).text, column])).values()];
}

type Attempt = <T>(path: readonly string[], read: () => T) => T | null;

/** Null where an attempt gave null. */
function readMetric(
  monitor: Monitor,
  name: string,
  setting: CustomMetricSetting,
  attempt: Attempt,
): CustomMetric | null {
  const declared = Object.entries(setting.columns).map(([column, type]) => ({
    name: column,
    type,
  }));
  const scope = attempt(['columns'], () => scopeOf(monitor, declared));
  const names = Object.keys(setting.aggregates);
  const formula = attempt(['value'], () => readFormula(setting.value, names));
  const read = Object.entries(setting.aggregates).map(([aggregate, text]) =>
    attempt(['aggregates', aggregate], () => readAggregate(aggregate, text, scope ?? new Map())),
  );
  const aggregates = read.filter((one) => one !== null);
  if (!scope || !formula || aggregates.length < names.length) return null;
  const used = new Set(aggregates.flatMap((aggregate) => [...aggregate.names]));
  const columns = declared.filter((column) => used.has(column.name));
  const labelled = used.has('label');
  const terms = aggregates.map(({ counts, term }) => [counts, term.text]);
  const key = createHash('sha256')
    .update(JSON.stringify([labelled, formula.scaleFree, columns, terms]))
    .digest('hex')
    .slice(0, 16);
  return { name, setting, columns, aggregates, labelled, formula, key };
}

function scopeOf(monitor: Monitor, declared: readonly CustomColumn[]): Scope {
  const columns = declared.map((column): [string, Typed] => {
    if (OWN_NAMES.some((name) => name === column.name))
      throw new ExpressionError(`"${column.name}" stands for what the monitor calls so`, 1);
    const type = column.type === 'numeric' ? 'number' : 'text';
    return [column.name, { type, sql: customAlias(column) }];
  });
  return new Map([...columns, ...ownScope(monitor)]);
}

function readFormula(text: string, aggregates: readonly string[]): Formula {
  if (aggregates.includes(ROWS))
    throw new ExpressionError(`"${ROWS}" is the number of rows: name the aggregate otherwise`, 1);
  const formula = parseFormula(text, [...aggregates, ROWS]);
  const unused = aggregates.filter((name) => !formula.names.has(name));
  if (unused.length > 0)
    throw new ExpressionError(`it does not use the aggregate ${unused.join(', ')}`, 1);
  return formula;
}
