import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import { checkMonitor } from '../../lib/monitor/load.ts';
import { buildBaseline } from '../../lib/profile/build-baseline.ts';
import type { Frame } from '../../lib/profile/frame.ts';
import { readProfile, selectProfile } from '../../lib/profile/select-profile.ts';
import { rejectionReason } from '../../lib/read/canonical.ts';
import { foundColumns } from '../../lib/read/found-columns.ts';
import { type InputFile, type LoadOptions, load } from '../../lib/read/load.ts';
import { collectRejects } from '../../lib/read/rejects.ts';
import { raw, sql } from '../../lib/sql/sql.ts';

/** What came of a file: every record of it is in one of them. */
export interface ReadFile {
  readonly measured: number;
  /** Rows without a value that should have been a number. */
  readonly mistyped: number;
  /** Records by reason. */
  readonly rejected: Readonly<Record<string, number>>;
  /** Whether it was rejected as a whole. */
  readonly refused: boolean;
}

const monitor = checkMonitor(
  {
    monitor: 'x',
    task: 'binary',
    columns: {
      id: 'id',
      timestamp: 'at',
      prediction: 'pred',
      score: 'score',
      features: { n: 'numeric', c: 'categorical' },
    },
  },
  'x.yaml',
);

export interface Reader {
  read(name: string, content: string | Uint8Array): Promise<ReadFile>;
  close(): Promise<void>;
}

/** Reads files as a worker does, all the way to their profile: first as they are, and where that fails with care. */
export async function openReader(memoryMegabytes: number): Promise<Reader> {
  const scratch = await mkdtemp(join(tmpdir(), 'driftwatch-test-'));
  const openEngine = () => openDuckDb({ threads: 1, memoryMegabytes, spillFolder: scratch });
  const frame = await frozen(openEngine, scratch);
  let files = 0;
  const readWith = async (file: InputFile, careful: boolean): Promise<ReadFile> => {
    const here = await mkdtemp(join(scratch, 'shard-'));
    const engine = await openEngine();
    try {
      const options: LoadOptions = {
        shape: { task: 'binary', names: monitor.columns, columns: frame.columns, segments: [] },
        delimiter: ',',
        rejection: rejectionReason(monitor, '2026-03-04T00:00:00Z'),
        careful,
        scratch: here,
        inPlace: true,
      };
      const { rejected, readable } = await load(engine, [file], options);
      const rows = sql`(SELECT *, CASE WHEN reason IS NULL THEN 0 END AS window_start FROM loaded)`;
      const profiled = await engine.rows(selectProfile(monitor, frame, rows));
      const groups = profiled
        .filter(({ w }) => w !== null)
        .map((row) => readProfile(monitor, frame, row).profile);
      const mistyped = groups.some((group) => (group.columns.n?.presence?.invalid ?? 0) > 0);
      const numbered = frame.columns.findIndex(({ name }) => name === 'n');
      const counts = await collectRejects(
        engine,
        readable,
        rejected,
        mistyped ? [numbered] : [],
        null,
        options,
      );
      await foundColumns(readable);
      return {
        measured: groups.reduce((sum, group) => sum + group.rows, 0),
        mistyped: groups.reduce((sum, { columns }) => sum + (columns.n?.presence?.invalid ?? 0), 0),
        rejected: Object.fromEntries(counts.map(({ reason, count }) => [reason, count])),
        refused: rejected.length > 0,
      };
    } finally {
      engine.close();
      await rm(here, { recursive: true });
    }
  };
  return {
    read: async (name, content) => {
      files += 1;
      const path = join(scratch, String(files));
      await writeFile(path, content);
      const file = { key: name, size: content.length, file: { path, release: async () => {} } };
      try {
        return await readWith(file, false).catch(() => readWith(file, true));
      } finally {
        await rm(path);
      }
    },
    close: () => rm(scratch, { recursive: true }),
  };
}

async function frozen(
  openEngine: () => ReturnType<typeof openDuckDb>,
  scratch: string,
): Promise<Frame> {
  const engine = await openEngine();
  try {
    const path = join(scratch, 'reference.parquet');
    await engine.run(
      sql`COPY (${raw(`SELECT concat('r', i) AS id, '2026-01-01' AS at, i % 2 AS pred, 0.1 + i / 100 AS score, i AS n, 'a' AS c
        FROM range(40) t(i)`)}) TO ${path} (FORMAT parquet)`,
    );
    const file = { key: path, size: 1, file: { path, release: async () => {} } };
    return (await buildBaseline(engine, monitor, [file], scratch)).frame;
  } finally {
    engine.close();
  }
}
