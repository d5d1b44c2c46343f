import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layoutOf } from '../../lib/read/json-layout.ts';
import { ObjectScanner } from '../../lib/read/json-objects.ts';

/** Lines that the scanner makes of a text that comes in pieces of `size` bytes. */
function cut(text: string, size = 7): string[] {
  const scanner = new ObjectScanner();
  const bytes = Buffer.from(text);
  const lines: Buffer[] = [];
  for (let i = 0; i < bytes.length; i += size)
    lines.push(scanner.push(Buffer.from(bytes.subarray(i, i + size))));
  lines.push(scanner.finish());
  return Buffer.concat(lines).toString().split('\n').slice(0, -1);
}

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return 'broken';
  }
};

const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  // Strings that look like the ends and beginnings of objects.
  fc.string({ unit: fc.constantFrom('{', '}', '"', '\\', '\n', ' ', ',', ':', 'a', 'é') }),
);
const object = fc.dictionary(fc.string(), value, { noNullPrototype: true });
const objects = fc.array(object, { minLength: 1, maxLength: 8 });
const indents = fc.constantFrom(0, 1, '\t');
const between = fc.constantFrom('', '\n', ' ', '\r\n', ',', ' ,\n');

test('every object is a line, however they are written and in whatever pieces they come', () => {
  fc.assert(
    fc.property(objects, indents, between, fc.nat(40), (all, indent, separator, size) => {
      const text = all.map((one) => JSON.stringify(one, null, indent)).join(separator);
      const again = JSON.parse(JSON.stringify(all));
      expect(cut(text, size + 1).map((line) => JSON.parse(line))).toEqual(again);
      expect(cut(`[${text}]`, size + 1).map((line) => JSON.parse(line))).toEqual(again);
    }),
    { numRuns: 300 },
  );
});

test('an object that breaks off costs no other than the one after it', () => {
  const whole = '{"a":"b","n":{"x":[1,{"y":"z"}]}}';
  for (let length = 1; length < whole.length; length++) {
    const rest = Array.from({ length: 5 }, (_, i) => `{"id":${i}}`);
    for (const separator of ['', '\n', '\r\n  ']) {
      const lines = cut([whole.slice(0, length), ...rest].join(separator)).map(parsed);
      expect(lines.slice(-4)).toEqual([1, 2, 3, 4].map((id) => ({ id })));
      expect(lines[0]).toBe('broken');
      expect(lines.length).toBeLessThanOrEqual(6);
    }
  }
});

test('what is no object is a line of its own', () => {
  expect(cut('oops {"a":1} 5, "s"\n{"b":2}null')).toEqual([
    'oops ',
    '{"a":1}',
    '5, "s"',
    '{"b":2}',
    'null',
  ]);
  expect(cut('{"a":"x\ny"}{"b":1}').map(parsed)).toEqual(['broken', { b: 1 }]);
});

test('of an object larger than a line may be, the beginning is kept', () => {
  const lines = cut(`{"a":1}{"a":"${'x'.repeat(40_000_000)}"}{"a":2}`, 65_536);
  expect(lines.map(({ length }) => length)).toEqual([7, 16 * 1024 * 1024 + 1024, 7]);
});

describe('how the records lie is told by the first', () => {
  test.each([
    ['{"a":1}\n{"a":2}\n', 'lines'],
    ['\n  \n{"a":1}\n{"a":2}', 'lines'],
    ['{"a":1}', 'lines'],
    ['{"a":1}{"a":2}', 'objects'],
    ['\uFEFF{"a":1} {"a":2}', 'objects'],
    ['{"a":1}\r{"a":2}\r', 'objects'],
    ['{"a":oops}{"a":2}', 'objects'],
    ['{"a":{"b":1}{"a":2}{"a":3}', 'objects'],
    ['{\n  "a": 1\n}\n{\n  "a": 2\n}', 'objects'],
    ['[{"a":1}]', 'objects'],
    ['[\n{"a":1},\n{"a":2}\n]', 'objects'],
    ['[1,2]\n{"a":1}\n', 'lines'],
    ['oops\n{"a":1}\n', 'lines'],
    ['{"id": "p2", oops\n{"a":1}\n{"a":2}\n', 'lines'],
    ['{"a":1,\n{"a":2}\n{"a":3}\n', 'lines'],
    ['{"a":"x\n{"a":2}\n', 'lines'],
    ['', 'lines'],
    ['id,at\n1,2\n', 'lines'],
  ])('%j: %s', (text, layout) => {
    expect(layoutOf(Buffer.from(text))).toBe(layout);
  });
});
