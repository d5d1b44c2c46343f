import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item of a table as one line of JSON. Numbers keep all their digits, sets become arrays, binary base64. */
export function itemJson(item: Readonly<Record<string, AttributeValue>>): string {
  const fields = Object.entries(item).map(
    ([name, value]) => `${JSON.stringify(name)}:${json(value)}`,
  );
  return `{${fields.join()}}`;
}

function json(value: AttributeValue): string {
  if (value.S !== undefined) return JSON.stringify(value.S);
  if (value.N !== undefined) return value.N;
  if (value.BOOL !== undefined) return String(value.BOOL);
  if (value.M !== undefined) return itemJson(value.M);
  if (value.L !== undefined) return `[${value.L.map(json).join()}]`;
  if (value.SS !== undefined) return JSON.stringify(value.SS);
  if (value.NS !== undefined) return `[${value.NS.join()}]`;
  if (value.B !== undefined) return base64(value.B);
  if (value.BS !== undefined) return `[${value.BS.map(base64).join()}]`;
  return 'null';
}

function base64(bytes: Uint8Array): string {
  return JSON.stringify(Buffer.from(bytes).toString('base64'));
}
