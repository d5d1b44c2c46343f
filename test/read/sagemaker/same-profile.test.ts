import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCompactJson } from '../../../lib/profile/compact-json.ts';
import { drop } from '../dropped.ts';

interface Row {
  readonly n: number;
  readonly c: string;
  readonly score: number;
}

const row: fc.Arbitrary<Row> = fc.record({
  n: fc.oneof(fc.integer({ min: -50, max: 50 }), fc.double({ min: -50, max: 50, noNaN: true })),
  c: fc.oneof(
    fc.constantFrom('a', 'b', 'a,b', 'say "a"', 'x\ny', ' a', "o'b"),
    fc.string({ minLength: 1, maxLength: 8 }),
  ),
  score: fc.double({ min: 0, max: 1, noNaN: true }),
});
/** A record holds these rows. */
const records = fc.array(fc.array(row, { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 8,
});

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const csvIn = (rows: readonly Row[]) => rows.map(({ n, c }) => `${n},${quoted(c)}`).join('\n');
const csvOut = (rows: readonly Row[]) => rows.map(({ score }) => score).join('\n');
const features = ({ n, c }: Row) => ({ n, c });

/** How a payload may be written: the request, the response. */
const WAYS = {
  csv: [csvIn, 'CSV', csvOut, 'CSV'],
  'json lines': [
    (rows) => rows.map((one) => JSON.stringify(features(one))).join('\n'),
    'JSON',
    (rows) => rows.map(({ score }) => JSON.stringify({ score })).join('\n'),
    'JSON',
  ],
  instances: [
    (rows) => JSON.stringify({ instances: rows.map(({ n, c }) => [n, c]) }),
    'JSON',
    (rows) => JSON.stringify({ predictions: rows.map(({ score }) => ({ score })) }, null, 1),
    'JSON',
  ],
  'lists of lists': [
    (rows) => JSON.stringify(rows.map(({ n, c }) => [n, c])),
    'JSON',
    (rows) => JSON.stringify(rows.map(({ score }) => [score])),
    'JSON',
  ],
  'base64 of csv, json back': [
    csvIn,
    'BASE64',
    (rows) => JSON.stringify({ predictions: rows.map(({ score }) => [score]) }),
    'JSON',
  ],
} as const satisfies Record<
  string,
  readonly [(rows: readonly Row[]) => string, string, (rows: readonly Row[]) => string, string]
>;

const payload = (text: string, encoding: string) => ({
  observedContentType: encoding === 'JSON' ? 'application/json' : 'text/csv',
  data: encoding === 'BASE64' ? Buffer.from(text).toString('base64') : text,
  encoding,
});

function captured(all: readonly (readonly Row[])[], way: keyof typeof WAYS): string {
  const [input, inAs, output, outAs] = WAYS[way];
  return all
    .map((rows, i) =>
      JSON.stringify({
        captureData: {
          endpointInput: payload(input(rows), inAs),
          endpointOutput: payload(output(rows), outAs),
        },
        eventMetadata: { eventId: `e${i}`, inferenceTime: `2026-03-02T10:${10 + i}:00Z` },
        eventVersion: '0',
      }),
    )
    .join('\n');
}

function plain(all: readonly (readonly Row[])[]): string {
  return all
    .flatMap((rows, i) =>
      rows.map((one, k) =>
        JSON.stringify({
          eventId: rows.length > 1 ? `e${i}#${k + 1}` : `e${i}`,
          inferenceTime: `2026-03-02T10:${10 + i}:00Z`,
          variantName: 'blue',
          ...one,
        }),
      ),
    )
    .join('\n');
}

const COLUMNS = {
  id: 'eventId',
  timestamp: 'inferenceTime',
  prediction: undefined,
  score: 'score',
  variant: 'variantName',
  segments: ['c'],
  features: { n: 'numeric', c: 'categorical' },
};
const CAPTURE = {
  from: 's3',
  format: 'sagemaker-capture',
  capture: { input: ['n', 'c'], output: ['score'] },
};

/** Everything that was summed of the rows; what files say of their columns is another matter. */
async function profileOf(predictions: object | undefined, name: string, content: string) {
  const dropped = await drop({
    predictions: { [name]: content },
    monitor: { columns: COLUMNS, ...(predictions && { predictions }) },
  });
  try {
    const { kept } = await dropped.run();
    expect(kept).toEqual([]);
    const folder = join(dropped.root, 'profiles/x/window=2026-03-02T0000Z');
    const [file] = (await readdir(folder)).filter((one) => one.startsWith('predictions'));
    const { slices } = parseCompactJson(await readFile(join(folder, file ?? ''), 'utf8')) as {
      slices: { profile: { schema?: unknown } }[];
    };
    expect(slices.length).toBeGreaterThan(0);
    return slices.map(({ profile: { schema: _, ...profile }, ...slice }) => ({
      ...slice,
      profile,
    }));
  } finally {
    await dropped.remove();
  }
}

test.each(Object.keys(WAYS) as (keyof typeof WAYS)[])(
  'rows captured as %s give the profile that they give as plain JSON lines',
  async (way) => {
    await fc.assert(
      fc.asyncProperty(records, async (all) => {
        const name = 'loans/blue/2026/03/02/10/part.jsonl';
        expect(await profileOf(CAPTURE, name, captured(all, way))).toEqual(
          await profileOf(undefined, name, plain(all)),
        );
      }),
      { seed: 7, numRuns: 4 },
    );
  },
  120_000,
);
