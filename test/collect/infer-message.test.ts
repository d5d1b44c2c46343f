import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInferMessage } from '../../lib/collect/infer-message.ts';
import { BadEventError } from '../../lib/errors.ts';

interface Case {
  readonly name: string;
  readonly side: 'request' | 'response';
  /** Base64. */
  readonly bytes: string;
  readonly held: unknown;
}

const cases = JSON.parse(
  readFileSync(new URL('../golden/infer-messages.json', import.meta.url), 'utf8'),
) as Case[];
const bytesOf = (name: string) =>
  Buffer.from(cases.find((one) => one.name === name)?.bytes ?? '', 'base64');

describe('a message in protobuf', () => {
  it.each(cases)('holds what KServe wrote into it: $name', ({ side, bytes, held }) => {
    expect(readInferMessage(Buffer.from(bytes, 'base64'), side)).toEqual(held);
  });

  it('is refused with a sentence, or read, whatever the bytes', () => {
    const [first] = cases;
    const sound = Buffer.from(first?.bytes ?? '', 'base64');
    const damaged = fc
      .tuple(fc.nat({ max: sound.length - 1 }), fc.integer({ min: 0, max: 255 }), fc.boolean())
      .map(([at, byte, cut]) => {
        const bytes = Buffer.from(cut ? sound.subarray(0, at) : sound);
        if (!cut) bytes[at] = byte;
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), damaged), (bytes) => {
        try {
          const { inputs = [] } = readInferMessage(bytes, 'request');
          expect(inputs.length).toBeGreaterThan(0);
          JSON.parse(JSON.stringify(inputs));
        } catch (error) {
          expect(error).toBeInstanceOf(BadEventError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('is refused where raw contents are cut off, or are fewer than tensors', () => {
    const raw = bytesOf('raw texts');
    const texts = raw.subarray(0, raw.length - 1);
    expect(() => readInferMessage(texts, 'request')).toThrow('neither in JSON nor in protobuf');
    // The last number of the message is the length of its raw contents, and they end it.
    const response = bytesOf('a raw response');
    const torn = Buffer.concat([
      response.subarray(0, -9),
      Buffer.from([7]),
      response.subarray(-8, -1),
    ]);
    expect(() => readInferMessage(torn, 'response')).toThrow('no whole number of FP32 values');
    const twice = Buffer.concat([response, response.subarray(-10)]);
    expect(() => readInferMessage(twice, 'response')).toThrow(
      'another number of raw contents than of tensors',
    );
  });
});
