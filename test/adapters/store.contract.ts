import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ByteRange, Entry, LocalFile, Workspace } from '../../lib/pipeline/ports.ts';

const ODD_KEYS = [
  'p/ leading',
  'p/A',
  'p/a+b & c.csv',
  'p/a b%20c%.csv',
  'p/a-b',
  'p/a/x',
  'p/a0',
  'p/line\nfeed.csv',
  'p/ü.jsonl.gz',
  'p/\uffee',
  'p/\u{1f600}/\u{1f600}.csv',
];

/** What every workspace must do; `open` gives an empty one. */
export function storeContract(name: string, open: () => Promise<Workspace>): void {
  const filled = async (keys: readonly string[]): Promise<Workspace> => {
    const store = await open();
    for (const key of keys) await store.write(key, key);
    return store;
  };

  describe(`${name}: the store contract`, () => {
    it('walks and lists every key in the order of its bytes', async () => {
      const store = await filled([...ODD_KEYS, 'o/z', 'q'].toReversed());
      const walked = await all(store.walk('p/'));
      expect(walked.map(({ key }) => key)).toEqual(inBytes(ODD_KEYS));
      expect(await store.list('p/')).toEqual(walked);
      expect(walked[0]?.size).toBe(Buffer.byteLength(walked[0]?.key ?? ''));
      for (const { key } of walked) expect(await store.read(key)).toBe(key);
    });

    it('walks from a prefix that is part of a name', async () => {
      const store = await filled(['a', 'ab/c', 'ab.csv', 'abc/d', 'b']);
      expect((await all(store.walk('ab'))).map(nameOf)).toEqual(['ab.csv', 'ab/c', 'abc/d']);
      expect((await all(store.walk(''))).map(nameOf)).toEqual([
        'a',
        'ab.csv',
        'ab/c',
        'abc/d',
        'b',
      ]);
      expect(await all(store.walk('none/'))).toEqual([]);
    });

    it('shows what lies directly under a folder, folders among objects', async () => {
      const store = await filled([...ODD_KEYS, 'p/a&b/deep/er', 'p/a&b/x', 'top', 'q/x']);
      const expected = ODD_KEYS.map((key) => key.replace(/^(p\/[^/]*\/).*/s, '$1'));
      expect((await all(store.level('p/'))).map(nameOf)).toEqual(inBytes([...expected, 'p/a&b/']));
      expect((await all(store.level('p/a&b/'))).map(nameOf)).toEqual(['p/a&b/deep/', 'p/a&b/x']);
      expect((await all(store.level(''))).map(nameOf)).toEqual(['p/', 'q/', 'top']);
      expect(await all(store.level('none/'))).toEqual([]);
      const objects = (await all(store.level('p/'))).filter((entry) => 'key' in entry);
      const walked = new Map((await store.list('p/')).map((object) => [object.key, object]));
      for (const object of objects) expect(object).toEqual(walked.get(object.key));
    });

    it('lists more than a page, objects and folders mixed', async () => {
      const store = await open();
      const keys = Array.from({ length: 1100 }, (_, i) => `p/${i}${i % 3 === 0 ? '/x' : ''}`);
      await Promise.all(keys.map((key) => store.write(key, '')));
      expect((await all(store.walk('p/'))).map(nameOf)).toEqual(inBytes(keys));
      const level = keys.map((key) => key.replace(/x$/, ''));
      expect((await all(store.level('p/'))).map(nameOf)).toEqual(inBytes(level));
    });

    it('gives an object another etag with its content, and only then', async () => {
      const store = await open();
      const etag = async (body: string) => {
        await store.write('k', body);
        return (await store.list('k'))[0]?.etag;
      };
      const [one, other, again] = [await etag('aa'), await etag('ab'), await etag('aa')];
      expect(other).not.toBe(one);
      expect(again).toBe(one);
      expect((await store.list('k'))[0]?.modified).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    });

    it.each(ODD_KEYS)('opens %j', async (key) => {
      const store = await filled([key]);
      const [object] = await store.list('');
      expect(await content(await store.open(key, object?.etag ?? null))).toBe(key);
      expect(await content(await store.open(key, object?.etag ?? null, { from: 0, to: 2 }))).toBe(
        'p/',
      );
    });

    it('opens nothing where the object is gone or has changed', async () => {
      const store = await filled(['p/k']);
      const etag = (await store.list('p/k'))[0]?.etag ?? '';
      await store.write('p/k', 'new');
      for (const range of [
        undefined,
        { from: 0, to: 1 },
        { from: 50, to: 60 },
        { from: 1, to: 1 },
      ]) {
        expect(await store.open('p/k', etag, range)).toBeNull();
        expect(await store.open('p/none', null, range)).toBeNull();
        expect(await store.open('p/k/deeper', null, range)).toBeNull();
        expect(await store.open('p', null, range)).toBeNull();
      }
      expect(await content(await store.open('p/k', null))).toBe('new');
    });

    it.each<[ByteRange, string]>([
      [{ from: 0, to: 10 }, '0123456789'],
      [{ from: 2, to: 5 }, '234'],
      [{ from: 8, to: 100 }, '89'],
      [{ from: 10, to: 20 }, ''],
      [{ from: 50, to: 60 }, ''],
      [{ from: 3, to: 3 }, ''],
    ])('opens the range %j', async (range, expected) => {
      const store = await open();
      await store.write('k.csv.gz', '0123456789');
      const [object] = await store.list('k');
      const part = await store.open('k.csv.gz', object?.etag ?? null, range);
      expect(part?.path.endsWith('.csv.gz')).toBe(true);
      expect(await content(part)).toBe(expected);
    });

    it('opens an object without bytes, whole and in part', async () => {
      const store = await open();
      await store.write('k', '');
      expect(await content(await store.open('k', null))).toBe('');
      expect(await content(await store.open('k', null, { from: 0, to: 5 }))).toBe('');
    });

    it('keeps, replaces and removes', async () => {
      const store = await open();
      expect(await store.read('a/b')).toBeNull();
      await store.remove('a/b');
      await store.write('a/b', 'one');
      await store.write('a/b', 'two');
      expect(await store.read('a/b')).toBe('two');
      expect(await store.read('a')).toBeNull();
      await store.remove('a/b');
      expect(await store.read('a/b')).toBeNull();
      expect(await store.list('')).toEqual([]);
    });

    it('stores a file', async () => {
      const store = await open();
      const folder = await mkdtemp(join(tmpdir(), 'driftwatch-test-'));
      await writeFile(join(folder, 'f'), 'text');
      await store.store(join(folder, 'f'), 'a/k');
      await rm(folder, { recursive: true });
      expect(await store.read('a/k')).toBe('text');
    });
  });
}

async function all<T>(entries: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const entry of entries) list.push(entry);
  return list;
}

function nameOf(entry: Entry): string {
  return 'folder' in entry ? entry.folder : entry.key;
}

function inBytes(keys: readonly string[]): string[] {
  return [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

async function content(file: LocalFile | null): Promise<string | undefined> {
  if (file === null) return undefined;
  const text = await readFile(file.path, 'utf8');
  await file.release();
  return text;
}
