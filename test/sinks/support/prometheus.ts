import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CACHE = fileURLToPath(new URL('../../../.cache/', import.meta.url));
const MODULE = 'github.com/prometheus/prometheus';
/** Prometheus 3.16: Debian's, 2.42, takes no OTLP yet. */
export const VERSION = 'v0.316.0';

/** A Prometheus server with its OTLP receiver, built once from its Go module, without service discovery, and kept. */
export function prometheus(): string {
  const folder = join(CACHE, `prometheus-${VERSION}`);
  const binary = join(folder, 'prometheus');
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'go.mod'), 'module driftwatch-sinks\n\ngo 1.25\n');
  const go = (...args: string[]) => {
    try {
      execFileSync('go', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    } catch (cause) {
      const { stderr = '', message } = cause as { stderr?: string; message: string };
      const need = "The sinks' tests need Go 1.25 or newer, to build Prometheus";
      throw new Error(`${need}.\ngo ${args.join(' ')}\n${stderr.slice(-2000) || message}`, {
        cause,
      });
    }
  };
  go('get', '-tool', `${MODULE}/cmd/prometheus@${VERSION}`);
  go('build', '-tags', 'remove_all_sd,netgo', '-o', `${binary}.new`, `${MODULE}/cmd/prometheus`);
  renameSync(`${binary}.new`, binary);
  return binary;
}
