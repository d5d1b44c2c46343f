import { ConfigError } from '../errors.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Engine } from '../pipeline/ports.ts';
import { caseTwins } from '../read/case-twins.ts';
import type { RawColumn } from '../read/scan.ts';
import { raw, type Sql, sql } from '../sql/sql.ts';
import { isPositive } from './prediction-relation.ts';

/** So many of other values are named. */
const NAMED = 10;

/** @throws ConfigError where the columns of the data set can't mean what the monitor file says they do */
export function checkColumns(monitor: Monitor, present: readonly RawColumn[]): void {
  const where = `the baseline data set of ${monitor.monitor}`;
  const names = [...new Set(present.map(({ name }) => name))];
  const twins = [...present.map(({ twinOf }) => twinOf), ...caseTwins(names)];
  const [twin] = twins.filter((one) => one !== undefined);
  if (twin !== undefined)
    throw new ConfigError(
      `${where} has the columns ${twin}, which differ by case alone at most and would be taken for one: rename one of them`,
    );
  const scores = Object.values(monitor.columns.scores ?? {});
  const absent = scores.filter((name) => !names.includes(name));
  if (absent.length > 0 && absent.length < scores.length)
    throw new ConfigError(
      `columns.scores of monitor ${monitor.monitor} names ${absent.join(', ')}, which ${where} lacks, beside others that it has; it has ${names.join(', ')}`,
    );
}

/** The same of the values, in `loaded`. @throws ConfigError */
export async function checkValues(engine: Engine, monitor: Monitor, loaded: Sql): Promise<void> {
  if (monitor.task !== 'binary') return;
  await checkPositive(engine, monitor, loaded, 'label');
  await checkPositive(engine, monitor, loaded, 'predicted');
  await checkScores(engine, monitor, loaded);
}

async function checkPositive(
  engine: Engine,
  monitor: Monitor,
  loaded: Sql,
  column: 'label' | 'predicted',
): Promise<void> {
  const [found] =
    await engine.rows(sql`SELECT bool_or(${isPositive(monitor, raw(column))}) AS positive,
    list(DISTINCT ${raw(column)} ORDER BY ${raw(column)})[:${NAMED}] AS values
    FROM ${loaded} WHERE ${raw(column)} IS NOT NULL`);
  const values = (found?.values ?? []) as string[];
  if (found?.positive || values.length < 2) return;
  const what = column === 'label' ? 'label' : 'prediction';
  throw new ConfigError(
    `no ${what} of the baseline data set of ${monitor.monitor} is the positive class ${JSON.stringify(String(monitor.columns.positive))}: ` +
      `they are ${values.map((value) => JSON.stringify(value)).join(', ')}; say which in columns.positive`,
  );
}

/** Of per cent every row is decided to be positive. A margin may be below 0, and who logs decisions may score as they like. */
async function checkScores(engine: Engine, monitor: Monitor, loaded: Sql): Promise<void> {
  const { score, prediction, decide_at: at } = monitor.columns;
  if (score === undefined || prediction !== undefined || at > 1) return;
  const [found] = await engine.rows(
    sql`SELECT min(score) AS low, max(score) AS high FROM ${loaded} WHERE isfinite(score)`,
  );
  const { low, high } = found ?? {};
  if (typeof low !== 'number' || typeof high !== 'number' || low < 0 || high <= 1) return;
  throw new ConfigError(
    `${score} of the baseline data set of ${monitor.monitor} is ${low} to ${high}, and every score from columns.decide_at, ${at}, on is decided to be positive: ` +
      'log probabilities from 0 to 1, or say in columns.decide_at where a decision is made',
  );
}
