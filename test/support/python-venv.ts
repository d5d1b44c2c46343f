import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CACHE = fileURLToPath(new URL('../../.cache/', import.meta.url));

const STALE_MILLISECONDS = 10 * 60_000;

export interface PythonVenv {
  /** Of its folder in .cache/. */
  readonly name: string;
  /** The file of exact versions. */
  readonly requirements: string;
  /** What needs it, for whoever has no Python: `The AWS emulator of the tests`. */
  readonly purpose: string;
  /** Of pip install, beside the file. */
  readonly options?: readonly string[];
}

/** The Python of a virtual environment that holds exactly what the file says; made once, then kept. */
export function pythonOf(venv: PythonVenv): string {
  const requirements = readFileSync(venv.requirements, 'utf8');
  const folder = join(CACHE, venv.name);
  const python = join(folder, 'bin', 'python');
  const installed = join(folder, 'installed.txt');
  const isMade = () => existsSync(installed) && readFileSync(installed, 'utf8') === requirements;
  if (isMade()) return python;
  const unlock = lock(`${folder}.lock`);
  try {
    if (!isMade()) {
      make(venv, folder, python);
      writeFileSync(installed, requirements);
    }
  } finally {
    unlock();
  }
  return python;
}

function make({ requirements, purpose, options = [] }: PythonVenv, folder: string, python: string) {
  const need = `${purpose}: it needs Python 3.10 or newer with venv and pip`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  run(need, 'python3', ['-c', 'import sys; assert sys.version_info >= (3, 10), sys.version']);
  const hint = ' (Debian and Ubuntu: apt-get install python3-venv)';
  run(`${need}${hint}`, 'python3', ['-m', 'venv', folder]);
  const install = ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', ...options];
  run(need, python, [...install, '-r', requirements]);
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

function run(need: string, command: string, args: string[]): void {
  try {
    execFileSync(command, args, { encoding: 'utf8', stdio: 'pipe' });
  } catch (cause) {
    const said = cause as { stdout?: string; stderr?: string; message: string };
    const detail = `${said.stdout ?? ''}${said.stderr ?? ''}`.trim() || said.message;
    throw new Error(`${need}.\n${command} ${args.join(' ')}\n${detail}`, { cause });
  }
}
