import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CACHE = fileURLToPath(new URL('../../../.cache/', import.meta.url));
const REQUIREMENTS = fileURLToPath(new URL('../requirements.txt', import.meta.url));

const STALE_MILLISECONDS = 5 * 60_000;

/** The Python of a virtual environment that holds exactly requirements.txt; made once, then kept. */
export function emulatorPython(): string {
  const requirements = readFileSync(REQUIREMENTS, 'utf8');
  const version = /^ministack==(\S+)$/m.exec(requirements)?.[1];
  const folder = join(CACHE, `emulator-venv-${version}`);
  const python = join(folder, 'bin', 'python');
  const installed = join(folder, 'installed.txt');
  const isMade = () => existsSync(installed) && readFileSync(installed, 'utf8') === requirements;
  if (isMade()) return python;
  const unlock = lock(`${folder}.lock`);
  try {
    if (!isMade()) make(folder, python, installed, requirements);
  } finally {
    unlock();
  }
  return python;
}

function make(folder: string, python: string, installed: string, requirements: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  run('python3', ['-c', 'import sys; assert sys.version_info >= (3, 10), sys.version']);
  run('python3', ['-m', 'venv', folder], ' (Debian and Ubuntu: apt-get install python3-venv)');
  run(python, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '-r', REQUIREMENTS]);
  writeFileSync(installed, requirements);
}

/** Tests run side by side: one makes it, the others wait. A lock that is older than making it takes is nobody's. */
function lock(path: string): () => void {
  mkdirSync(dirname(path), { recursive: true });
  for (;;) {
    try {
      mkdirSync(path);
      return () => rmSync(path, { recursive: true, force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (age > STALE_MILLISECONDS) rmSync(path, { recursive: true, force: true });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  }
}

function run(command: string, args: string[], hint = ''): void {
  try {
    execFileSync(command, args, { encoding: 'utf8', stdio: 'pipe' });
  } catch (cause) {
    const said = cause as { stdout?: string; stderr?: string; message: string };
    const detail = `${said.stdout ?? ''}${said.stderr ?? ''}`.trim() || said.message;
    const need = `The AWS emulator of the tests needs Python 3.10 or newer with venv and pip${hint}.`;
    throw new Error(`${need}\n${command} ${args.join(' ')}\n${detail}`, { cause });
  }
}
