import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pythonOf } from '../../support/python-venv.ts';

const REQUIREMENTS = fileURLToPath(new URL('../requirements.txt', import.meta.url));
const READERS = fileURLToPath(new URL('../readers/', import.meta.url));

/** The Python that has MLflow, TensorBoard, W&B's and Comet's clients. */
export function toolsPython(): string {
  return pythonOf({
    name: 'sinks-venv',
    requirements: REQUIREMENTS,
    purpose: "The sinks' tests",
    // The file lists all that is used, which is less than MLflow asks for.
    options: ['--no-deps', '--no-compile'],
  });
}

/** What a script of readers/ prints, which is JSON. */
export async function read<Answer>(
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const { stdout } = await promisify(execFile)(toolsPython(), [`${READERS}${script}`, ...args], {
    env: { PATH: process.env.PATH, ...QUIET, ...environment },
    maxBuffer: 1 << 26,
  });
  return JSON.parse(stdout.slice(stdout.indexOf('{'))) as Answer;
}

/** No word to the tools' makers. */
export const QUIET = {
  MLFLOW_DISABLE_TELEMETRY: 'true',
  DO_NOT_TRACK: 'true',
  WANDB_ERROR_REPORTING: 'false',
  COMET_LOGGING_CONSOLE: 'ERROR',
};
