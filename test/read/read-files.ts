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

/** A file by its name, whose ending tells its format, and its content or where that is. */
export type DroppedFile = readonly [name: string, content: string | Uint8Array | { path: string }];

/** What came of a file: every record of it is in one of them. */
export interface ReadFile {
  readonly measured: number;
  /** Records by reason. */
  readonly rejected: Readonly<Record<string, number>>;
  /** Whether it was rejected as a whole. */
  readonly refused: boolean;
  /** Numbers and texts of the rejected lines that have one. */
  readonly lines: readonly (readonly [line: number, text: string])[];
}

export interface Reader {
  read(files: readonly DroppedFile[]): Promise<ReadFile[]>;
  close(): Promise<void>;
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

/** What a file that the engine dies of comes to, after three tries. */
const ASIDE: ReadFile = { measured: 0, rejected: { 'set aside': 1 }, refused: true, lines: [] };

/** Reads shards as a worker does, all the way to their profile: first as they are, and where that fails with care. */
export async function openReader(memoryMegabytes: number): Promise<Reader> {
  const scratch = await mkdtemp(join(tmpdir(), 'driftwatch-test-'));
  const openEngine = () => openDuckDb({ threads: 1, memoryMegabytes, spillFolder: scratch });
  const frame = await frozen(openEngine, scratch);

  const readWith = async (
    here: string,
    inputs: readonly InputFile[],
    onFile?: LoadOptions['onFile'],
  ): Promise<ReadFile[]> => {
    const engine = await openEngine();
    try {
      const options: LoadOptions = {
        shape: { task: 'binary', names: monitor.columns, columns: frame.columns, segments: [] },
        delimiter: ',',
        rejection: rejectionReason(monitor, '2026-03-04T00:00:00Z'),
        careful: onFile !== undefined,
        scratch: here,
        inPlace: true,
        ...(onFile && { onFile }),
      };
      const { rejected, readable } = await load(engine, inputs, options);
      const rows = sql`(SELECT *, CASE WHEN reason IS NULL THEN 0 END AS window_start FROM loaded)`;
      const profiled = await engine.rows(selectProfile(monitor, frame, rows));
      const groups = profiled
        .filter(({ w }) => w !== null)
        .map((row) => readProfile(monitor, frame, row).profile);
      const mistyped = groups.some((group) => (group.columns.n?.presence?.invalid ?? 0) > 0);
      const numbered = frame.columns.findIndex(({ name }) => name === 'n');
      const columns = mistyped ? [numbered] : [];
      await collectRejects(engine, readable, rejected, columns, null, options);
      await foundColumns(readable);
      const measured = await engine.rows(
        raw('SELECT __source AS path, count(*) AS n FROM loaded WHERE reason IS NULL GROUP BY ALL'),
      );
      const byPath = new Map(measured.map(({ path, n }) => [path, Number(n)]));
      const rejects = await engine.rows(
        raw('SELECT source, line, reason, text FROM rejects WHERE NOT measured ORDER BY ALL'),
      );
      const files = inputs.map(({ key }): ReadFile => {
        const path = readable.find(({ input }) => input.key === key)?.group.paths[0];
        const own = rejects.filter(({ source }) => source === key);
        const counts: Record<string, number> = {};
        for (const { reason } of own) counts[String(reason)] = (counts[String(reason)] ?? 0) + 1;
        return {
          measured: byPath.get(path) ?? 0,
          rejected: counts,
          refused: rejected.some(({ source }) => source === key),
          lines: own
            .filter(({ line }) => line !== null)
            .map(({ line, text }) => [Number(line), String(text)]),
        };
      });
      const profiledRows = groups.reduce((sum, group) => sum + group.rows, 0);
      const counted = files.reduce((sum, file) => sum + file.measured, 0);
      if (profiledRows !== counted)
        throw new Error(`${profiledRows} rows are in the profile, ${counted} in the files`);
      return files;
    } finally {
      engine.close();
    }
  };

  const readOneByOne = async (here: string, inputs: readonly InputFile[]): Promise<ReadFile[]> => {
    let reading: string | null = null;
    const folder = await mkdtemp(join(here, 'read-'));
    const onFile = async (key: string | null) => {
      reading = key;
    };
    try {
      return await readWith(folder, inputs, onFile);
    } catch (error) {
      const blamed = inputs.findIndex(({ key }) => key === reading);
      if (blamed < 0) throw error;
      const others = await readOneByOne(here, inputs.toSpliced(blamed, 1));
      return others.toSpliced(blamed, 0, ASIDE);
    }
  };

  return {
    read: async (files) => {
      const here = await mkdtemp(join(scratch, 'shard-'));
      try {
        const inputs: InputFile[] = [];
        for (const [i, [name, content]] of files.entries()) {
          const path = isPath(content) ? content.path : join(here, `in-${i}`);
          if (!isPath(content)) await writeFile(path, content);
          // The order of the keys is that of the files.
          const key = `${String(i).padStart(6, '0')}/${name}`;
          inputs.push({ key, size: 1, file: { path, release: async () => {} } });
        }
        return await readWith(await mkdtemp(join(here, 'read-')), inputs).catch(() =>
          readOneByOne(here, inputs),
        );
      } finally {
        await rm(here, { recursive: true });
      }
    },
    close: () => rm(scratch, { recursive: true }),
  };
}

function isPath(content: DroppedFile[1]): content is { path: string } {
  return typeof content === 'object' && 'path' in content;
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
