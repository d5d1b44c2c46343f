import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CACHE = fileURLToPath(new URL('../../../.cache/', import.meta.url));
const REQUIREMENTS = fileURLToPath(new URL('../requirements.txt', import.meta.url));

/** The Python of a virtual environment that holds exactly requirements.txt; made once, then kept. */
export function emulatorPython(): string {
  const requirements = readFileSync(REQUIREMENTS, 'utf8');
  const version = /^ministack==(\S+)$/m.exec(requirements)?.[1];
  const folder = join(CACHE, `emulator-venv-${version}`);
  const python = join(folder, 'bin', 'python');
  const installed = join(folder, 'installed.txt');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === requirements) return python;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  run('python3', ['-c', 'import sys; assert sys.version_info >= (3, 10), sys.version']);
  run('python3', ['-m', 'venv', folder], ' (Debian and Ubuntu: apt-get install python3-venv)');
  run(python, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '-r', REQUIREMENTS]);
  writeFileSync(installed, requirements);
  return python;
}

function run(command: string, args: string[], hint = ''): void {
  try {
    execFileSync(command, args, { encoding: 'utf8', stdio: 'pipe' });
  } catch (cause) {
    const said = cause as { stdout?: string; stderr?: string; message: string };
    const detail = `${said.stdout ?? ''}${said.stderr ?? ''}`.trim() || said.message;
    const need = `The end-to-end test needs Python 3.10 or newer with venv and pip${hint}.`;
    throw new Error(`${need}\n${command} ${args.join(' ')}\n${detail}`, { cause });
  }
}
