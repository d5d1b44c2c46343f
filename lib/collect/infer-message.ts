import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { BadEventError } from '../errors.ts';
import { inJson } from './json-text.ts';
import { rawValues } from './raw-contents.ts';

type Value = string | number | boolean;
/** Reads one field, or answers false for one that is skipped. */
type OnField = (field: number, reader: BinaryReader, wire: WireType) => boolean;

export interface InferMessage {
  readonly id: string;
  readonly model_name: string;
  readonly model_version: string;
  readonly inputs?: readonly Tensor[];
  readonly outputs?: readonly Tensor[];
}

/** As the protocol has it in JSON. */
export interface Tensor {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly Value[];
  readonly data: readonly Value[];
}

/**
 * A `ModelInferRequest` or `ModelInferResponse` of the Open Inference Protocol, in protobuf. Bytes don't tell which; numbers that
 * are too large for JSON become text.
 *
 * @see https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/open_inference_grpc.proto
 * @throws BadEventError where the bytes are none
 */
export function readInferMessage(bytes: Uint8Array, side: 'request' | 'response'): InferMessage {
  const rawField = side === 'request' ? 7 : 6;
  const named = { 1: '', 2: '', 3: '' };
  const tensors: Tensor[] = [];
  const raw: Uint8Array[] = [];
  readFields(bytes, (field, reader) => {
    if (field === 1 || field === 2 || field === 3) named[field] = reader.string();
    else if (field === 5) tensors.push(readTensor(reader.bytes()));
    else if (field === rawField) raw.push(reader.bytes());
    else return false;
    return true;
  });
  if (tensors.length === 0) throw new BadEventError(`the ${side} in protobuf has no tensors`);
  if (raw.length > 0 && raw.length !== tensors.length)
    throw new BadEventError(`the ${side} has another number of raw contents than of tensors`);
  const read = tensors.map((tensor, i) => {
    const content = raw[i];
    return content ? { ...tensor, data: rawValues(content, tensor.datatype) } : tensor;
  });
  return {
    ...{ id: named[3], model_name: named[1], model_version: named[2] },
    [side === 'request' ? 'inputs' : 'outputs']: read,
  };
}

function readTensor(bytes: Uint8Array): Tensor {
  const named = { 1: '', 2: '' };
  const shape: Value[] = [];
  let data: Value[] = [];
  readFields(bytes, (field, reader, wire) => {
    if (field === 1 || field === 2) named[field] = reader.string();
    else if (field === 3) readNumbers(reader, wire, () => inJson(reader.int64()), shape);
    else if (field === 5) data = readContents(reader.bytes());
    else return false;
    return true;
  });
  return { name: named[1], datatype: named[2], shape, data };
}

/** `InferTensorContents`: a field a type. */
function readContents(bytes: Uint8Array): Value[] {
  const data: Value[] = [];
  readFields(bytes, (field, reader, wire) => {
    const one = [
      () => reader.bool(),
      () => reader.int32(),
      () => inJson(reader.int64()),
      () => reader.uint32(),
      () => inJson(reader.uint64()),
      () => inJson(reader.float()),
      () => inJson(reader.double()),
    ][field - 1];
    if (one) readNumbers(reader, wire, one, data);
    else if (field === 8) data.push(Buffer.from(reader.bytes()).toString());
    else return false;
    return true;
  });
  return data;
}

/** Repeated numbers, packed or one by one. */
function readNumbers(reader: BinaryReader, wire: WireType, one: () => Value, into: Value[]): void {
  if (wire !== WireType.LengthDelimited) {
    into.push(one());
    return;
  }
  const end = reader.uint32() + reader.pos;
  if (end > reader.len) throw new RangeError('premature end');
  while (reader.pos < end) into.push(one());
}

function readFields(bytes: Uint8Array, onField: OnField): void {
  try {
    const reader = new BinaryReader(bytes);
    while (reader.pos < reader.len) {
      const [field, wire] = reader.tag();
      if (!onField(field, reader, wire)) reader.skip(wire, field);
    }
  } catch (error) {
    if (error instanceof BadEventError) throw error;
    throw new BadEventError(
      'the value is no message of the Open Inference Protocol, neither in JSON nor in protobuf',
    );
  }
}
