import { BadEventError } from '../errors.ts';
import { inJson } from './json-text.ts';

type Read = (view: DataView, at: number) => number | bigint | boolean;

const LITTLE_ENDIAN = true;
const READERS: Readonly<Record<string, readonly [size: number, read: Read]>> = {
  BOOL: [1, (view, at) => view.getUint8(at) !== 0],
  UINT8: [1, (view, at) => view.getUint8(at)],
  UINT16: [2, (view, at) => view.getUint16(at, LITTLE_ENDIAN)],
  UINT32: [4, (view, at) => view.getUint32(at, LITTLE_ENDIAN)],
  UINT64: [8, (view, at) => view.getBigUint64(at, LITTLE_ENDIAN)],
  INT8: [1, (view, at) => view.getInt8(at)],
  INT16: [2, (view, at) => view.getInt16(at, LITTLE_ENDIAN)],
  INT32: [4, (view, at) => view.getInt32(at, LITTLE_ENDIAN)],
  INT64: [8, (view, at) => view.getBigInt64(at, LITTLE_ENDIAN)],
  FP16: [2, (view, at) => half(view.getUint16(at, LITTLE_ENDIAN))],
  FP32: [4, (view, at) => view.getFloat32(at, LITTLE_ENDIAN)],
  FP64: [8, (view, at) => view.getFloat64(at, LITTLE_ENDIAN)],
};

/**
 * The values of a tensor whose bytes lie beside it (`raw_input_contents`): row-major, little-endian; texts each after its length.
 *
 * @see https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_grpc.md#tensor-data
 * @throws BadEventError for bytes that are no whole number of values, or of a type that the protocol does not know
 */
export function rawValues(
  bytes: Uint8Array,
  datatype: string,
): readonly (string | number | boolean)[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (datatype === 'BYTES') return texts(bytes, view);
  const [size, read] = READERS[datatype] ?? [0, null];
  if (!read) throw new BadEventError(`raw contents of type ${datatype} can't be read`);
  if (bytes.length % size !== 0) throw torn(datatype);
  return Array.from({ length: bytes.length / size }, (_, i) => {
    const value = read(view, i * size);
    return typeof value === 'boolean' ? value : inJson(value);
  });
}

function texts(bytes: Uint8Array, view: DataView): string[] {
  const found: string[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + 4 > bytes.length) throw torn('BYTES');
    const end = at + 4 + view.getUint32(at, LITTLE_ENDIAN);
    if (end > bytes.length) throw torn('BYTES');
    found.push(Buffer.from(bytes.subarray(at + 4, end)).toString());
    at = end;
  }
  return found;
}

const torn = (datatype: string) =>
  new BadEventError(`the raw contents of a tensor are no whole number of ${datatype} values`);

/** A number of IEEE 754's binary16. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
