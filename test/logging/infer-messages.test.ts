import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { servicesPython } from './support/python.ts';

it("KServe's own classes still write the messages of test/golden", () => {
  const script = resolve('test/golden/make-infer-messages.py');
  const written = execFileSync(servicesPython(), [script], { encoding: 'utf8' });
  expect(JSON.parse(written)).toEqual(
    JSON.parse(readFileSync('test/golden/infer-messages.json', 'utf8')),
  );
});
