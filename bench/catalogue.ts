import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '../lib/adapters/duckdb/engine.ts';
import { judgeWindow } from '../lib/judge/judge-window.ts';
import { measureWindow } from '../lib/judge/measure-window.ts';
import { METRICS } from '../lib/metrics/registry.ts';
import { checkMonitor } from '../lib/monitor/load.ts';
import { segmentColumns } from '../lib/monitor/segments.ts';
import { layout } from '../lib/pipeline/layout.ts';
import type { Baseline } from '../lib/profile/baseline.ts';
import { parseCompactJson } from '../lib/profile/compact-json.ts';
import { rollUp } from '../lib/profile/roll-up.ts';
import { readProfile, selectProfile } from '../lib/profile/select-profile.ts';
import { load } from '../lib/read/load.ts';
import { raw } from '../lib/sql/sql.ts';
import { logPath } from './data-set.ts';
import { MONITOR } from './log-data.ts';
import { median } from './median.ts';

/** What the first release summed. */
const THIN = new Set(['presence', 'histogram', 'moments', 'extent', 'categories']);
const ENGINE_MEGABYTES = 700;

/** What the whole catalogue costs beside the thin set of statistics, in one process and over the same rows. */
export interface CatalogueCost {
  /** Seconds of the profiling statement, medians over the rounds. */
  readonly thinSeconds: number;
  readonly wholeSeconds: number;
  /** Seconds to measure and judge one window of all slices. */
  readonly measureSeconds: number;
  readonly measurements: number;
  readonly metrics: number;
  readonly baselineBytes: number;
}

/** Times the statement over the Parquet log with both sets in turn, then measures what it gave. */
export async function catalogueCost(
  folder: string,
  threads: number,
  rounds: number,
): Promise<CatalogueCost> {
  const monitor = checkMonitor(MONITOR, 'bench');
  const scratch = await mkdtemp(join(tmpdir(), 'bench-'));
  const path = join(folder, 'baseline', layout.baseline(monitor.monitor, 'v1'));
  const text = await readFile(path, 'utf8');
  const baseline = parseCompactJson(text) as Baseline;
  const engine = await openDuckDb({
    threads,
    memoryMegabytes: ENGINE_MEGABYTES,
    spillFolder: scratch,
  });
  try {
    const { frame } = baseline;
    const log = logPath(folder, 'parquet');
    const file = { path: log, release: async () => {} };
    await load(engine, [{ key: log, size: (await stat(log)).size, file }], {
      shape: {
        task: monitor.task,
        names: monitor.columns,
        columns: frame.columns,
        segments: segmentColumns(monitor),
      },
      delimiter: ',',
      rejection: raw('NULL::VARCHAR'),
      careful: false,
      scratch,
      inPlace: true,
    });
    const rows = raw(
      `(SELECT *, epoch_ms(event_time) // 86400000 * 86400000 AS window_start FROM loaded)`,
    );
    const timed = async (kept?: (statistic: string) => boolean) => {
      const start = performance.now();
      const groups = await engine.rows(selectProfile(monitor, frame, rows, kept));
      return { groups, seconds: (performance.now() - start) / 1000 };
    };
    const turns = [];
    for (let round = 0; round < rounds; round++) {
      turns.push({ thin: await timed((name) => THIN.has(name)), whole: await timed() });
    }
    const groups = (turns[0]?.whole.groups ?? []).map((row) => readProfile(monitor, frame, row));
    const current = rollUp(groups.filter(({ window }) => window === groups[0]?.window));
    const start = performance.now();
    const { measurements } = judgeWindow(
      measureWindow(
        {
          monitor,
          frame,
          baseline: baseline.slices,
          current,
          windowMinutes: 1440,
          rejected: 0,
        },
        METRICS,
      ),
      monitor,
    );
    return {
      thinSeconds: median(turns.map(({ thin }) => thin.seconds)),
      wholeSeconds: median(turns.map(({ whole }) => whole.seconds)),
      measureSeconds: (performance.now() - start) / 1000,
      measurements: measurements.length,
      metrics: METRICS.length,
      baselineBytes: text.length,
    };
  } finally {
    engine.close();
    await rm(scratch, { recursive: true, force: true });
  }
}
