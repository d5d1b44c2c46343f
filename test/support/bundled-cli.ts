import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { definePageAssets } from '../../lib/report/page/page-assets.ts';

const REPOSITORY = resolve(import.meta.dirname, '../..');

/** `driftwatch` in few files: to translate and find all of its files anew would take most of the time of each command. */
export async function bundledCli(): Promise<{ readonly script: string; remove(): void }> {
  // Within the repository the bundle finds DuckDB.
  mkdirSync(join(REPOSITORY, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(REPOSITORY, '.cache/cli-'));
  await build({
    entryPoints: [join(REPOSITORY, 'bin/driftwatch.ts')],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    external: ['@duckdb/node-api'],
    define: definePageAssets(),
    // Packages in CommonJS ask for Node's modules.
    banner: {
      js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`,
    },
    logLevel: 'error',
  });
  return {
    script: join(folder, 'driftwatch.mjs'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
