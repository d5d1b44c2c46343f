import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';
import { sourceHash } from '../../audit/source-hash.ts';
import { definePageAssets } from '../../report/page/page-assets.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const STEPS = join(ROOT, 'lambdas/');

/** A step's handler and all that it imports in one file; DuckDB comes with the layer. */
export function stepCode(step: string): Code {
  return Code.fromAsset(STEPS, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('none'),
      // Tells the steps apart: what is bundled once from the same folder with the same options is not bundled again.
      command: [step],
      local: { tryBundle: (folder) => bundle(step, folder) },
    },
  });
}

export function bundle(step: string, folder: string): boolean {
  buildSync({
    entryPoints: [join(STEPS, `${step}.ts`)],
    outfile: join(folder, 'index.js'),
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    external: ['@duckdb/node-api'],
    define: { DRIFTWATCH_BUILD: JSON.stringify(sourceHash(ROOT)), ...definePageAssets() },
    logLevel: 'error',
  });
  return existsSync(join(folder, 'index.js'));
}
