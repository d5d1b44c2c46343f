import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openDuckDb } from '../lib/adapters/duckdb/engine.ts';
import { layout } from '../lib/pipeline/layout.ts';
import { raw, sql } from '../lib/sql/sql.ts';
import { type Delivery, FILES, writeBaseline, writeLabels, writePredictions } from './drops.ts';
import { loadFlights } from './flights.ts';
import { feed } from './incidents.ts';
import { scoreFlights } from './log.ts';
import { fitModel, type Model } from './model.ts';
import { measureQuality, type Quality } from './quality.ts';

export const MONITOR = 'flight-delays';

/** How many times `prepare` reports a step. */
export const PREPARATION_STEPS = 3 + FILES;

export interface Prepared {
  readonly model: Model;
  /** Of the model, on the days of January that it was not fitted on. */
  readonly heldOut: Quality;
  /** What will reach the workspace from `upstream` as time passes. */
  readonly deliveries: readonly Delivery[];
}

/** Fits the model, lets it score half a year, and puts monitor file and baseline into a new `workspace`. */
export async function prepare(
  workspace: string,
  upstream: string,
  onStep: (label: string) => void,
): Promise<Prepared> {
  await rm(workspace, { recursive: true, force: true });
  await mkdir(join(workspace, 'monitors'), { recursive: true });
  await copyFile(
    new URL('monitor.yaml', import.meta.url),
    join(workspace, layout.monitor(MONITOR)),
  );

  const engine = await openDuckDb({
    threads: 2,
    memoryMegabytes: 2000,
    spillFolder: join(upstream, 'spill'),
  });
  try {
    onStep('reading flights');
    await loadFlights(engine);
    await engine.run(sql`CREATE VIEW received AS ${feed()}`);
    onStep('fitting the model on January');
    const model = await fitModel(engine, raw('received'));
    onStep('scoring every flight');
    await scoreFlights(engine, raw('received'), model);
    await writeBaseline(
      engine,
      join(workspace, layout.baselines(MONITOR), 'v1', 'reference.parquet'),
    );
    const heldOut = await measureQuality(
      engine,
      sql`(FROM log WHERE predicted_at < '2001-02-01'::TIMESTAMP)`,
    );
    const predictions = await writePredictions(engine, upstream, layout.predictions(MONITOR), () =>
      onStep('logging predictions'),
    );
    const labels = await writeLabels(engine, upstream, layout.labels(MONITOR), () =>
      onStep('waiting for landings'),
    );
    return { model, heldOut, deliveries: [...predictions, ...labels] };
  } finally {
    engine.close();
  }
}
