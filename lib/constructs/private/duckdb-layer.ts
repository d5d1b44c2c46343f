import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Architecture, Code, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { ConfigError } from '../../errors.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const RECIPE = here('./duckdb-layer/');
const RECIPE_FILES = ['package.json', 'package-lock.json'];
const PROJECT = here('../../../package.json');
const CACHE = here('../../../.cache/duckdb-layer/');
const ENGINE = '@duckdb/node-api';

/** Installs the recipe in a folder for a processor. */
export type Install = (folder: string, cpu: 'arm64' | 'x64') => void;

/** DuckDB as a Lambda layer for a processor, whatever machine synthesizes it. */
export function duckdbLayer(scope: Construct, architecture: Architecture): LayerVersion {
  return new LayerVersion(scope, 'DuckDb', {
    code: Code.fromAsset(layerFolder(architecture)),
    compatibleArchitectures: [architecture],
    description: `${ENGINE} ${recipeVersion()} for ${architecture.name}`,
  });
}

/**
 * The layer's folder; made once per content, then kept.
 *
 * @throws ConfigError if the package manager left out the binding: it is an optional dependency, so nothing else would.
 */
export function layerFolder(
  architecture: Architecture,
  options: { readonly cache?: string; readonly install?: Install } = {},
): string {
  const { cache = CACHE, install = npmInstall } = options;
  const cpu = architecture === Architecture.ARM_64 ? 'arm64' : 'x64';
  checkVersions();
  const folder = join(cache, `${recipeHash()}-${cpu}`);
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const made = mkdtempSync(join(cache, 'making-'));
    try {
      const modules = join(made, 'nodejs');
      mkdirSync(modules);
      for (const file of RECIPE_FILES) copyFileSync(join(RECIPE, file), join(modules, file));
      install(modules, cpu);
      checkBinding(made, cpu);
      takePlace(made, folder);
    } finally {
      rmSync(made, { recursive: true, force: true });
    }
  }
  checkBinding(folder, cpu);
  return folder;
}

function npmInstall(folder: string, cpu: string): void {
  const platform = ['--os=linux', `--cpu=${cpu}`, '--libc=glibc'];
  const args = ['ci', ...platform, '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const shell = process.platform === 'win32';
  try {
    execFileSync(npm, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe', shell });
  } catch (cause) {
    const { stderr = '', message } = cause as Error & { stderr?: string };
    throw new ConfigError(`the DuckDB layer could not be installed: ${stderr || message}`, {
      cause,
    });
  }
}

function checkBinding(folder: string, cpu: string): void {
  const binding = `@duckdb/node-bindings-linux-${cpu}`;
  for (const file of ['duckdb.node', 'libduckdb.so']) {
    const path = join(folder, 'nodejs', 'node_modules', binding, file);
    if (existsSync(path)) continue;
    throw new ConfigError(
      `the DuckDB layer lacks ${file} of ${binding} ${recipeVersion()}: the registry may not have that version for ` +
        `this processor, or npm left out optional dependencies; remove ${folder} and try again, ` +
        'or deploy with the other architecture (-c architecture=x86_64 or arm64)',
    );
  }
}

/** The layer and the code that is bundled against it must not drift apart. */
function checkVersions(): void {
  const wanted = dependency(PROJECT);
  if (recipeVersion() === wanted) return;
  throw new ConfigError(
    `lib/constructs/private/duckdb-layer/ installs ${ENGINE} ${recipeVersion()}, the project ${wanted}: ` +
      'write the same version there and run `npm install --package-lock-only` in it',
  );
}

function recipeVersion(): string {
  return dependency(join(RECIPE, 'package.json'));
}

function dependency(path: string): string {
  const content: { dependencies?: Record<string, string> } = JSON.parse(readFileSync(path, 'utf8'));
  return content.dependencies?.[ENGINE] ?? 'nothing';
}

function recipeHash(): string {
  const hash = createHash('sha256');
  for (const file of RECIPE_FILES) hash.update(readFileSync(join(RECIPE, file)));
  return hash.digest('hex').slice(0, 16);
}

/** Another synthesis may have been quicker. */
function takePlace(made: string, folder: string): void {
  try {
    renameSync(made, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}
