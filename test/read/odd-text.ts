import fc from 'fast-check';
import { json } from './dropped.ts';

/** Text in place of a JSON value. */
const oddValue = fc.oneof(
  fc.constantFrom(
    ...['1e400', '-1e400', '1e-400', '9'.repeat(400), '0.'.padEnd(400, '3'), '-0', '-5', '01'],
    ...['NaN', 'Infinity', '-Infinity', '-inf', 'null', 'true', 'True', '{}', '[]', '[[[1]]]'],
    ...['"NaN"', '"Infinity"', '"-inf"', '""', '"a\\u0000b"', '"\\ud800"', '"1,5"', '"0x1F"'],
    ...['"١٢"', '"1_000"', '"99999999999999999999999999"', '{"a":{"b":[1,{"c":2}]}}'],
    ...['1772415000', '1772415000000', '1772415000000000', '1e18', '1772415000.5', '20260302'],
    ...['"2026-03-02T10:00:00Z"', '"2026-03-02T10:00:00+02:00"', '"2026-03-02 10:00"'],
    ...['"2026-03-02"', '"soon"', '"292278-01-01"', '"infinity"', '"2026-02-30T00:00:00+99:99"'],
  ),
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc.double().map(String),
  fc.string({ unit: 'binary' }).map((value) => JSON.stringify(value)),
);

const names = fc.oneof(
  fc.constantFrom('id', 'at', 'pred', 'score', 'n', 'c', 'N', 'ID', 'At', ''),
  fc.constantFrom('%s', '+', 'a b', '😀', '"', "'", '\n', '\\', '__source', 'filename', '__text'),
  fc.string(),
);

/** One JSON object, some of whose values or names are odd, and some of whose names come twice. */
export const oddObject = fc
  .tuple(fc.nat(50), fc.array(fc.tuple(names, oddValue), { maxLength: 4 }), fc.boolean())
  .map(([id, others, twice]) => {
    const odd = others.map(([name, value]) => `${JSON.stringify(name)}:${value}`);
    const replaced = new Set(twice ? [] : others.map(([name]) => name));
    const rest = Object.entries(JSON.parse(json(id)))
      .filter(([name]) => !replaced.has(name))
      .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
    return `{${[...rest, ...odd].join()}}`;
  });

/** One line where a JSON object should be. */
export const anyLine = fc.oneof(
  { weight: 4, arbitrary: fc.nat(50).map((id) => json(id)) },
  { weight: 4, arbitrary: oddObject },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }).map((line) => line.replaceAll('\n', '')) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...['', ' ', '\t', '\r', '[1]', '42', '"s"', '{"id":', '{}', '[{"id":1}]', '{"a":1}{"b":2}'],
    ),
  },
);

/** A CSV field as it stands in the file. */
export const oddField = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      '1e400',
      'NaN',
      '-inf',
      '"a\nb"',
      '"a,b"',
      '"',
      'a"b',
      '""',
      "'",
      '\r',
      '"a" b',
      '"a""',
    ],
    ...[
      '1772415000',
      '2026-03-02T10:00',
      '9'.repeat(400),
      '\\"',
      '\\',
      ' "a"',
      '"a"\r',
      '\0',
      '\x01',
    ],
  ),
  fc.string({ unit: 'binary' }),
);

/** Any text at all as a CSV field with quotes around it. */
export const quotedField = fc
  .oneof(
    fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r\n', ' ', 'a', 'é', '\\', '1') }),
    fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0')),
  )
  .map((value) => `"${value.replaceAll('"', '""')}"`);

interface Edit {
  readonly at: number;
  readonly kind: 'insert' | 'remove' | 'replace';
  readonly byte: number;
}

const place = fc.double({ min: 0, max: 1, noNaN: true });
const byte = fc.oneof(
  fc.constantFrom(...[0x0a, 0x0d, 0x22, 0x2c, 0x7b, 0x7d, 0x5c, 0x00, 0x01, 0xff, 0xc3, 0xed]),
  fc.nat(255),
);
const kind = fc.constantFrom('insert', 'remove', 'replace');

/** Changes of bytes: put in, taken out, or another instead, at a share of the length. */
export const edits: fc.Arbitrary<Edit[]> = fc.array(fc.record({ at: place, kind, byte }), {
  maxLength: 6,
});
/** Few other bytes, which leave the rest where it is. */
export const replacements: fc.Arbitrary<Edit[]> = fc.array(
  fc.record({ at: place, kind: fc.constant('replace' as const), byte }),
  { minLength: 1, maxLength: 3 },
);

export function edit(bytes: Uint8Array, changes: readonly Edit[]): Buffer {
  const all = [...bytes];
  for (const { at, kind, byte } of changes) {
    const i = Math.floor(at * all.length);
    if (kind === 'insert') all.splice(i, 0, byte);
    else if (kind === 'remove') all.splice(i, 1);
    else all[i] = byte;
  }
  return Buffer.from(all);
}

/** Lines with more than white space, as every reader of JSON understands it. */
export function linesWithSomething(content: string | Uint8Array): number {
  return Buffer.from(content as Uint8Array)
    .toString('latin1')
    .split('\n')
    .filter((line) => /[^ \t\v\f\r]/.test(line)).length;
}
