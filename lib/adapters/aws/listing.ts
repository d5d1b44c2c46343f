import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { Entry, WorkspaceObject } from '../../pipeline/ports.ts';
import { byUtf8 } from '../../utf8-order.ts';

export interface Listing {
  readonly bucket: string;
  readonly prefix: string;
}

/** Every object under a prefix, page by page, in S3's order. */
export async function* walkObjects(
  client: S3Client,
  { bucket, prefix }: Listing,
): AsyncGenerator<WorkspaceObject> {
  for await (const entry of entries(client, { Bucket: bucket, Prefix: prefix }))
    if (!('folder' in entry)) yield entry;
}

/** What lies directly under a folder, page by page, in S3's order; the folder's own marker is none of it. */
export async function* listLevel(
  client: S3Client,
  { bucket, prefix }: Listing,
): AsyncGenerator<Entry> {
  for await (const entry of entries(client, { Bucket: bucket, Prefix: prefix, Delimiter: '/' }))
    if ('folder' in entry || entry.key !== prefix) yield entry;
}

async function* entries(
  client: S3Client,
  input: { readonly Bucket: string; readonly Prefix: string; readonly Delimiter?: string },
): AsyncGenerator<Entry> {
  // XML has no way to write some characters that a key may have.
  const pages = paginateListObjectsV2({ client }, { ...input, EncodingType: 'url' });
  for await (const { Contents: contents = [], CommonPrefixes: folders = [] } of pages) {
    const page: Entry[] = folders.map(({ Prefix: folder = '' }) => ({ folder: decoded(folder) }));
    for (const { Key: key, Size: size = 0, ETag: etag = '', LastModified: modified } of contents) {
      if (key === undefined || modified === undefined) continue;
      const unquoted = etag.replaceAll('"', '');
      page.push({ key: decoded(key), size, etag: unquoted, modified: modified.toISOString() });
    }
    // A page is a stretch of the order of both together, and lists one after the other.
    yield* page.sort((a, b) => byUtf8(nameOf(a), nameOf(b)));
  }
}

function decoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

function nameOf(entry: Entry): string {
  return 'folder' in entry ? entry.folder : entry.key;
}
