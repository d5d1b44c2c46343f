import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { writePage } from './page.ts';
import { servicesPython } from './python.ts';

export interface Called {
  readonly answers: readonly {
    readonly prediction_id: string;
    readonly p_default?: number;
    readonly [more: string]: unknown;
  }[];
}

export const BUCKET = 'workspace';

/** Runs a caller of callers.py in a folder of its own, beside the page's code. */
export async function call(
  kind: string,
  options: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Called> {
  const folder = mkdtempSync(join(tmpdir(), 'driftwatch-logging-'));
  writePage(folder);
  try {
    const { stdout } = await promisify(execFile)(
      servicesPython(),
      [resolve('test/logging/callers.py'), kind, ...options],
      {
        cwd: folder,
        maxBuffer: 1e7,
        env: {
          PATH: process.env.PATH,
          DELIVERY_STREAM: kind,
          MONITOR: kind,
          ...env,
          HOME: folder,
          BENTOML_HOME: join(folder, 'bentoml'),
          BENTOML_DO_NOT_TRACK: 'True',
          MLFLOW_DISABLE_TELEMETRY: 'true',
          DO_NOT_TRACK: 'true',
          BUCKET,
          ROLE: 'arn:aws:iam::000000000000:role/firehose',
        },
      },
    );
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Called;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
