import { fileURLToPath } from 'node:url';
import { pythonOf } from '../../support/python-venv.ts';

const REQUIREMENTS = fileURLToPath(new URL('../requirements.txt', import.meta.url));

/** The Python that has FastAPI, MLflow, BentoML, KServe, boto3 and Comet's client for production monitoring. */
export function servicesPython(): string {
  return pythonOf({
    name: 'logging-venv',
    requirements: REQUIREMENTS,
    purpose: 'The test of docs/logging.md',
    // The file lists everything.
    options: ['--no-deps', '--no-compile'],
  });
}
