import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256 } from '../../lib/audit/digest.ts';

const pathTo = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const REQUIREMENTS = ['test/notebook/requirements.txt', 'examples/requirements.txt'].map(pathTo);

/** The folder of programs of a virtual environment with what the notebook and its test need; made once, then kept. */
export function notebookPrograms(): string {
  const wanted = REQUIREMENTS.map((path) => readFileSync(path, 'utf8')).join('');
  const folder = pathTo(`.cache/notebook-venv-${sha256(wanted).slice(0, 12)}`);
  const programs = join(folder, 'bin');
  const made = join(folder, 'made');
  if (existsSync(made)) return programs;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  run('python3', ['-c', 'import sys; assert sys.version_info >= (3, 11), sys.version']);
  run('python3', ['-m', 'venv', folder]);
  const install = ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '-r'];
  run(join(programs, 'python'), [...install, REQUIREMENTS[0] as string]);
  writeFileSync(made, '');
  return programs;
}

function run(command: string, args: readonly string[]): void {
  try {
    execFileSync(command, args, { encoding: 'utf8', stdio: 'pipe' });
  } catch (cause) {
    const said = cause as { stdout?: string; stderr?: string; message: string };
    const detail = `${said.stdout ?? ''}${said.stderr ?? ''}`.trim() || said.message;
    throw new Error(
      `The notebook's test needs Python 3.11 or newer with venv and pip (Debian and Ubuntu: apt-get install python3-venv).\n${command} ${args.join(' ')}\n${detail}`,
      { cause },
    );
  }
}
