import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bundle } from '../../lib/constructs/private/step-code.ts';
import { STEPS } from '../../lib/constructs/private/steps.ts';

const folder = mkdtempSync(join(tmpdir(), 'driftwatch-test-'));
/** The layer's, and what the SDK and the DOM look for and do without. */
const APART = new Set(['@duckdb/node-api', '@aws-sdk/signature-v4-crt', 'canvas']);
const LARGEST_BYTES = 2_000_000;
/** Charts and the DOM that they are drawn into. */
const CHARTS_BYTES = 500_000;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a bundled step', () => {
  const deliver = { file: 'deliver', engine: false };
  it.each([...Object.values(STEPS), deliver].map(({ file, engine }) => ({ file, engine })))(
    '$file holds everything but DuckDB',
    ({ file, engine }) => {
      const target = join(folder, file);
      expect(bundle(file, target)).toBe(true);
      const code = readFileSync(join(target, 'index.js'), 'utf8');
      const required = [...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name ?? '');
      const packages = required.filter((name) => /^(@|[a-z-]+$)/.test(name) && !isBuiltIn(name));
      expect(packages.filter((name) => !APART.has(name))).toEqual([]);
      // The bundler, and what it would bundle: done when the function was.
      expect(code).not.toContain('"esbuild"');
      if (engine) expect(required).toContain('@duckdb/node-api');
      // It loads, as far as to where it looks for the settings of a function.
      const { stderr } = spawnSync(process.execPath, [join(target, 'index.js')], { env: {} });
      expect(String(stderr)).toContain('MEMORY_SIZE');
      expect(code.length).toBeLessThan(LARGEST_BYTES + (file === 'report' ? CHARTS_BYTES : 0));
    },
  );
});

function isBuiltIn(name: string): boolean {
  return process.getBuiltinModule(name) !== undefined;
}
