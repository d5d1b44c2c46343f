import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pythonOf } from '../../support/python-venv.ts';

const REQUIREMENTS = fileURLToPath(new URL('../requirements.txt', import.meta.url));

/** The Python of a virtual environment that holds the AWS emulator. */
export function emulatorPython(): string {
  const version = /^ministack==(\S+)$/m.exec(readFileSync(REQUIREMENTS, 'utf8'))?.[1];
  return pythonOf({
    name: `emulator-venv-${version}`,
    requirements: REQUIREMENTS,
    purpose: 'The AWS emulator of the tests',
  });
}
