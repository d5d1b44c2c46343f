import { ConfigError } from '../errors.ts';
import { customColumns, customMetrics } from '../monitor/custom-metrics.ts';
import { labelColumn } from '../monitor/label-column.ts';
import type { Monitor } from '../monitor/schema.ts';
import { segmentColumns } from '../monitor/segments.ts';
import type { Engine } from '../pipeline/ports.ts';
import { type InputFile, type LoadOptions, load, type ReadableFile } from '../read/load.ts';
import { raw, type Sql, sql } from '../sql/sql.ts';
import type { Column } from './column.ts';

/** How a reference data set is read, as of these columns. `scratch` is a folder for files that are needed meanwhile. */
export function dataSetOptions(
  monitor: Monitor,
  columns: readonly Pick<Column, 'name' | 'role' | 'type'>[],
  scratch: string,
): LoadOptions {
  return {
    shape: {
      task: monitor.task,
      names: { ...monitor.columns, label: labelColumn(monitor) },
      columns: columns as readonly Column[],
      segments: segmentColumns(monitor),
      custom: customColumns(customMetrics(monitor)),
    },
    delimiter: monitor.predictions.from === 's3' ? (monitor.predictions.delimiter ?? ',') : ',',
    capture: monitor.predictions.from === 's3' ? monitor.predictions.capture : undefined,
    rejection: raw('NULL::VARCHAR'),
    careful: false,
    scratch,
    everyColumn: true,
  };
}

/** Makes the relation `loaded` of a data set's rows. @throws ConfigError where a file can't be read as a whole */
export async function loadDataSet(
  engine: Engine,
  monitor: Monitor,
  columns: readonly Pick<Column, 'name' | 'role' | 'type'>[],
  files: readonly InputFile[],
  scratch: string,
): Promise<readonly ReadableFile[]> {
  const { rejected, readable } = await load(
    engine,
    files,
    dataSetOptions(monitor, columns, scratch),
  );
  if (rejected[0]) refuse({ key: rejected[0].source })(new Error(rejected[0].reason));
  return readable;
}

export function refuse(file: { readonly key: string }) {
  return (error: Error): never => {
    throw new ConfigError(`${file.key} can't serve as a baseline: ${error.message}`);
  };
}

/** The rows of `loaded`, cut by what is in `window`: one variant, and no label that came later. */
export function dataSetRows(window: Sql): Sql {
  return sql`(SELECT * REPLACE (NULL AS variant), ${window} AS window_start, NULL::DOUBLE AS label_delay_seconds FROM loaded)`;
}
