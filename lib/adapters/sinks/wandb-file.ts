import { crc32 } from 'node:zlib';
import { BinaryWriter } from '@bufbuild/protobuf/wire';

/** A W&B run with its history, as its client writes one where it is offline. */
export interface WandbRun {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  readonly entity: string | undefined;
  readonly tags: readonly string[];
  readonly config: Readonly<Record<string, unknown>>;
  /** By step, ascending. */
  readonly history: readonly WandbStep[];
}

export interface WandbStep {
  readonly step: number;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly values: Readonly<Record<string, unknown>>;
}

type Fill = (writer: BinaryWriter) => void;

const BYTES = 2;
const BLOCK = 32_768;
const HEAD = 7;
/** `:W&B`, a number that tells the order of bytes, and the version of the format. */
const START = Buffer.from([0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0x00]);
/** The client that writes it so, and the oldest core that may read that, by its own word. */
const WRITTEN_AS = '0.31.0';
const LEAST_CLIENT = '0.70.0';
const KINDS = { full: 1, first: 2, middle: 3, last: 4 } as const;

/** The bytes of `run-<id>.wandb`, which `wandb sync` takes: records of protobuf in the framing of LevelDB's logs. */
export function wandbFile(run: WandbRun): Uint8Array {
  const last = run.history.at(-1);
  const records: Fill[] = [
    // Fields by their numbers in wandb_internal.proto.
    field(21, field(1, both(text(1, WRITTEN_AS), text(2, LEAST_CLIENT)))),
    field(17, runRecord(run)),
    ...run.history.map((step) => field(2, historyRecord(step))),
    ...(last ? [field(3, summaryRecord(last))] : []),
    field(18, () => {}),
  ];
  return framed(
    records.map((fill, i) => {
      const writer = new BinaryWriter();
      writer.tag(1, 0).int64(i + 1);
      fill(writer);
      return writer.finish();
    }),
  );
}

function runRecord({ id, name, project, entity, tags, config, history }: WandbRun): Fill {
  const [first] = history;
  return (writer) => {
    text(1, id)(writer);
    if (entity !== undefined) text(2, entity)(writer);
    text(3, project)(writer);
    field(4, (inner) => {
      for (const [key, value] of Object.entries(config)) field(1, item(1, key, value))(inner);
    })(writer);
    text(8, name)(writer);
    for (const tag of tags) text(10, tag)(writer);
    if (first) field(17, (inner) => void inner.tag(1, 0).int64(first.timestamp))(writer);
  };
}

function historyRecord({ step, timestamp, values }: WandbStep): Fill {
  return (writer) => {
    for (const [key, value] of Object.entries(stepItems({ step, timestamp, values })))
      field(1, item(2, key, value))(writer);
    field(2, (inner) => void inner.tag(1, 0).int64(step))(writer);
  };
}

function summaryRecord(step: WandbStep): Fill {
  return (writer) => {
    for (const [key, value] of Object.entries(stepItems(step)))
      field(1, item(2, key, value))(writer);
  };
}

function stepItems({ step, timestamp, values }: WandbStep): Record<string, unknown> {
  return { ...values, _timestamp: timestamp, _step: step };
}

/** Key (1), or nested key (2), and its value as JSON. */
function item(keyField: 1 | 2, key: string, value: unknown): Fill {
  return both(text(keyField, key), text(16, JSON.stringify(value)));
}

function field(number: number, fill: Fill): Fill {
  return (writer) => {
    writer.tag(number, BYTES).fork();
    fill(writer);
    writer.join();
  };
}

function text(number: number, value: string): Fill {
  return (writer) => void writer.tag(number, BYTES).string(value);
}

function both(first: Fill, second: Fill): Fill {
  return (writer) => {
    first(writer);
    second(writer);
  };
}

/** Records cut where a block ends; a rest too short for a head is filled with zeros. */
function framed(records: readonly Uint8Array[]): Uint8Array {
  const parts: Uint8Array[] = [START];
  let offset = START.length;
  const add = (bytes: Uint8Array) => {
    parts.push(bytes);
    offset += bytes.length;
  };
  for (const bytes of records) {
    let from = 0;
    let isFirst = true;
    do {
      const room = BLOCK - (offset % BLOCK);
      if (room < HEAD) add(new Uint8Array(room));
      const to = Math.min(bytes.length, from + BLOCK - (offset % BLOCK) - HEAD);
      const isLast = to === bytes.length;
      add(piece(bytes.subarray(from, to), kindOf(isFirst, isLast)));
      from = to;
      isFirst = false;
    } while (from < bytes.length);
  }
  return Buffer.concat(parts);
}

function kindOf(isFirst: boolean, isLast: boolean): number {
  if (isFirst) return isLast ? KINDS.full : KINDS.first;
  return isLast ? KINDS.last : KINDS.middle;
}

function piece(bytes: Uint8Array, kind: number): Uint8Array {
  const framed = Buffer.alloc(HEAD + bytes.length);
  framed.writeUInt32LE(crc32(bytes, crc32(Uint8Array.of(kind))), 0);
  framed.writeUInt16LE(bytes.length, 4);
  framed.writeUInt8(kind, 6);
  framed.set(bytes, HEAD);
  return framed;
}
