import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { layerFolder } from '../../lib/constructs/private/duckdb-layer.ts';
import { ConfigError } from '../../lib/errors.ts';

const RECIPE = new URL('../../lib/constructs/private/duckdb-layer/', import.meta.url);
let cache = '';

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'driftwatch-test-'));
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));

/** What npm leaves, without these files. */
const installing = (...missing: string[]) =>
  vi.fn((folder: string, cpu: string) => {
    const binding = join(folder, 'node_modules', '@duckdb', `node-bindings-linux-${cpu}`);
    mkdirSync(binding, { recursive: true });
    for (const file of ['duckdb.node', 'libduckdb.so']) {
      if (!missing.includes(file)) writeFileSync(join(binding, file), '');
    }
  });

describe('layerFolder', () => {
  it('installs for the processor of the Lambda, from the lock file', () => {
    const install = installing();
    const folder = layerFolder(Architecture.ARM_64, { cache, install });
    expect(install).toHaveBeenCalledWith(expect.any(String), 'arm64');
    expect(existsSync(join(folder, 'nodejs', 'package-lock.json'))).toBe(true);
    expect(layerFolder(Architecture.X86_64, { cache, install })).not.toBe(folder);
    expect(install).toHaveBeenLastCalledWith(expect.any(String), 'x64');
  });

  it('is made once', () => {
    const install = installing();
    layerFolder(Architecture.ARM_64, { cache, install });
    layerFolder(Architecture.ARM_64, { cache, install });
    expect(install).toHaveBeenCalledTimes(1);
  });

  it.each(['duckdb.node', 'libduckdb.so'])(
    'fails without %s, and leaves nothing behind',
    (file) => {
      const make = () => layerFolder(Architecture.ARM_64, { cache, install: installing(file) });
      expect(make).toThrow(ConfigError);
      expect(make).toThrow(new RegExp(`lacks ${file} of @duckdb/node-bindings-linux-arm64`));
      expect(readdirSync(cache)).toEqual([]);
    },
  );
});

describe('the recipe', () => {
  const text = readFileSync(new URL('package-lock.json', RECIPE), 'utf8');
  const packages: Record<string, { integrity?: string }> = JSON.parse(text).packages;

  it('pins every package by its content and names no registry', () => {
    const locked = Object.entries(packages).filter(([path]) => path !== '');
    expect(locked.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([]);
    expect(text).not.toMatch(/https?:/);
  });

  it('knows the bindings of both processors', () => {
    for (const cpu of ['arm64', 'x64']) {
      expect(packages).toHaveProperty([`node_modules/@duckdb/node-bindings-linux-${cpu}`]);
    }
  });
});
