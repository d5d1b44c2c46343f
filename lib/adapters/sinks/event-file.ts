import { crc32c } from '@aws-crypto/crc32c';
import { BinaryWriter } from '@bufbuild/protobuf/wire';
import type { ColumnHistogram } from '../../act/delivery.ts';

/** What one event shows: a number, a histogram or a text, under a tag. */
export type Summary = { readonly tag: string } & (
  | { readonly value: number }
  | { readonly histogram: ColumnHistogram }
  | { readonly text: string }
);

const WIRE = { double: 1, bytes: 2, float: 5 } as const;
const STRING_TYPE = 7;

/** A TensorBoard event file: a first event with the version, then one with all that is shown at that step. `wallTime`: seconds since 1970. */
export function eventFile(
  summaries: readonly Summary[],
  { step, wallTime }: { readonly step: number; readonly wallTime: number },
): Uint8Array {
  const version = new BinaryWriter().tag(1, WIRE.double).double(wallTime);
  version.tag(3, WIRE.bytes).string('brain.Event:2');
  const event = new BinaryWriter().tag(1, WIRE.double).double(wallTime).tag(2, 0).int64(step);
  event.tag(5, WIRE.bytes).fork();
  for (const summary of summaries) writeSummary(event.tag(1, WIRE.bytes).fork(), summary).join();
  event.join();
  return Buffer.concat([record(version.finish()), record(event.finish())]);
}

/** `Summary.Value`. */
function writeSummary(writer: BinaryWriter, summary: Summary): BinaryWriter {
  writer.tag(1, WIRE.bytes).string(summary.tag);
  if ('value' in summary) return writer.tag(2, WIRE.float).float(summary.value);
  if ('histogram' in summary) return writeHistogram(writer, summary.histogram);
  writer.tag(9, WIRE.bytes).fork().tag(1, WIRE.bytes).fork();
  writer.tag(1, WIRE.bytes).string('text').join().join();
  // A tensor of one string.
  writer.tag(8, WIRE.bytes).fork().tag(1, 0).int32(STRING_TYPE);
  writer.tag(2, WIRE.bytes).fork().tag(2, WIRE.bytes).fork().tag(1, 0).int64(1).join().join();
  return writer.tag(8, WIRE.bytes).string(summary.text).join();
}

/** `HistogramProto`: each bucket ends at its limit, and the first begins at `min`. */
function writeHistogram(writer: BinaryWriter, histogram: ColumnHistogram): BinaryWriter {
  const { edges, counts, sum, sumOfSquares } = histogram;
  const total = counts.reduce((all, count) => all + count, 0);
  const packed = (field: number, numbers: readonly number[]) => {
    writer.tag(field, WIRE.bytes).fork();
    for (const number of numbers) writer.double(number);
    writer.join();
  };
  writer.tag(5, WIRE.bytes).fork();
  const fields = [edges[0] as number, edges.at(-1) as number, total, sum, sumOfSquares];
  for (const [i, value] of fields.entries()) writer.tag(i + 1, WIRE.double).double(value);
  packed(6, edges.slice(1));
  packed(7, counts);
  return writer.join();
}

/** One record of a TFRecord file: length, its checksum, the bytes, their checksum. */
function record(bytes: Uint8Array): Uint8Array {
  const framed = Buffer.alloc(12 + bytes.length + 4);
  framed.writeBigUInt64LE(BigInt(bytes.length), 0);
  framed.writeUInt32LE(maskedChecksum(framed.subarray(0, 8)), 8);
  framed.set(bytes, 12);
  framed.writeUInt32LE(maskedChecksum(bytes), 12 + bytes.length);
  return framed;
}

/** CRC-32C, rotated and shifted as TFRecord has it, for a checksum of data that holds checksums. */
function maskedChecksum(bytes: Uint8Array): number {
  const value = crc32c(bytes);
  return (((value >>> 15) | (value << 17)) + 0xa282ead8) >>> 0;
}
