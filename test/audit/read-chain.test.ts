import { copyFile, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readChain } from '../../lib/audit/read-chain.ts';
import { recordKey, recordText, seal } from '../../lib/audit/seal.ts';
import { BusyError } from '../../lib/errors.ts';
import type { AuditRecord } from '../../lib/pipeline/audit.ts';
import type { Ports } from '../../lib/pipeline/ports.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import { monitor } from '../support/example-workspace.ts';
import { mortalPorts } from '../support/mortal-ports.ts';
import { auditedWorkspace, hoursAfter } from './audited-workspace.ts';

const NAME = monitor.monitor;
const RUNS = 5;
let workspace: Awaited<ReturnType<typeof auditedWorkspace>>;
beforeAll(async () => {
  workspace = await auditedWorkspace(RUNS);
}, 120_000);
afterAll(() => workspace.remove());

const keysOf = async (ports: Ports) =>
  (await ports.workspace.list(`audit/${NAME}/`)).map(({ key }) => key);

/** What is found after the workspace was tampered with; `keys` are those of the records before, by place in the chain. */
const tampered = (
  tamper: (root: string, keys: readonly string[], ports: Ports) => Promise<unknown>,
) =>
  workspace.inCopy(async (ports, root) => {
    const keys = await keysOf(ports);
    await tamper(root, keys, ports);
    const { faults, ...rest } = await readChain(ports, NAME);
    return { keys, found: faults.map(({ kind, key }) => ({ kind, key })), faults, ...rest };
  });

const rewrite = async (path: string, change: (record: AuditRecord) => AuditRecord) => {
  const record = JSON.parse(await readFile(path, 'utf8')) as AuditRecord;
  await writeFile(path, recordText(change(record)));
};
const sealAnew = ({ hash: _, ...content }: AuditRecord) => seal(content);

describe('a chain of audit records', () => {
  it('is whole as runs leave it', async () => {
    const { keys, faults, notes, ...rest } = await tampered(async () => {});
    expect(keys).toHaveLength(RUNS);
    expect([faults, notes]).toEqual([[], []]);
    expect(rest).toMatchObject({ records: RUNS, first: keys[0], last: keys.at(-1) });
    expect(rest.head).toMatch(/^[0-9a-f]{64}$/);
  });

  it('shows a record of which one number was altered, and which', async () => {
    const { keys, found, faults } = await tampered((root, keys) =>
      rewrite(join(root, keys[2] ?? ''), (record) => ({
        ...record,
        started: record.started,
        unfinished: ['x'],
      })),
    );
    expect(found).toEqual([{ kind: 'altered', key: keys[2] }]);
    expect(faults[0]?.message).toMatch(/gives the hash [0-9a-f]{64}, and it states [0-9a-f]{64}/);
  });

  it.each([
    ['a field that is stated twice', (text: string) => text.replace('{', '{"outcome":"failed",')],
    ['spaces', (text: string) => text.replace(',', ', ')],
    ['what is no record', () => 'nothing\n'],
  ])('shows a record that was altered by %s', async (_, change) => {
    const { keys, found } = await tampered(async (root, keys) => {
      const path = join(root, keys[1] ?? '');
      await writeFile(path, change(await readFile(path, 'utf8')));
    });
    expect(found[0]).toEqual({ kind: 'altered', key: keys[1] });
  });

  it('shows a record that was altered and sealed anew, by the one after it', async () => {
    const { keys, found, faults } = await tampered((root, keys) =>
      rewrite(join(root, keys[2] ?? ''), (record) => sealAnew({ ...record, unfinished: ['x'] })),
    );
    expect(found).toEqual([{ kind: 'missing', key: keys[3] }]);
    expect(faults[0]?.message).toContain(`written anew; the nearest before it is ${keys[2]}`);
  });

  it.each([
    ['in the middle', 2, 3],
    ['at the start', 0, 1],
  ])('shows a record that was dropped %s, by the one after it', async (_, dropped, next) => {
    const { keys, found } = await tampered((root, keys) => rm(join(root, keys[dropped] ?? '')));
    expect(found).toEqual([{ kind: 'missing', key: keys[next] }]);
  });

  it('shows that two records in a row were dropped, and goes on before them', async () => {
    const { keys, found, first, records } = await tampered(async (root, keys) => {
      await rm(join(root, keys[1] ?? ''));
      await rm(join(root, keys[2] ?? ''));
    });
    expect(found).toEqual([{ kind: 'missing', key: keys[3] }]);
    expect([first, records]).toEqual([keys[0], RUNS - 2]);
  });

  it('shows a record that was dropped at the end, by the head in the table', async () => {
    const { keys, found, faults } = await tampered((root, keys) =>
      rm(join(root, keys.at(-1) ?? '')),
    );
    expect(found).toEqual([{ kind: 'missing', key: 'audit-head' }]);
    expect(faults[0]?.message).toContain(`the last record is missing`);
    expect(faults[0]?.message).toContain(keys[RUNS - 2]);
  });

  it('shows that all were dropped, and that the head was', async () => {
    const all = await tampered((root) => rm(join(root, 'audit'), { recursive: true }));
    expect(all.found).toEqual([{ kind: 'missing', key: 'audit-head' }]);
    const head = await tampered((_, __, ports) =>
      ports.table.write(NAME, [{ remove: 'audit-head' }]),
    );
    expect(head.found).toEqual([{ kind: 'missing', key: 'audit-head' }]);
    expect(head.records).toBe(RUNS);
  });

  it('shows two records whose files were exchanged, and one that was renamed', async () => {
    const exchanged = await tampered(async (root, keys) => {
      const [a, b] = [join(root, keys[1] ?? ''), join(root, keys[3] ?? '')];
      await rename(a, `${a}.tmp`);
      await rename(b, a);
      await rename(`${a}.tmp`, b);
    });
    const [, a, , b] = exchanged.keys;
    expect(exchanged.found).toEqual([a, b].map((key) => ({ kind: 'moved', key })));
    expect(exchanged.faults[0]?.message).toContain(`was written to ${b}`);
    const renamed = await tampered((root, keys) =>
      rename(join(root, keys[2] ?? ''), join(root, `audit/${NAME}/2026-11-05/later.json`)),
    );
    expect(renamed.found).toEqual([{ kind: 'moved', key: `audit/${NAME}/2026-11-05/later.json` }]);
  });

  it('shows a record that lies there twice', async () => {
    const copy = `audit/${NAME}/2026-11-05/again.json`;
    const { found, faults, keys } = await tampered((root, keys) =>
      copyFile(join(root, keys[2] ?? ''), join(root, copy)),
    );
    expect(found).toEqual([{ kind: 'copied', key: copy }]);
    expect(faults[0]?.message).toBe(`is a copy of ${keys[2]}`);
  });

  it('shows a record that was put in beside another', async () => {
    const put = await tampered(async (root, keys) => {
      const record = JSON.parse(await readFile(join(root, keys[2] ?? ''), 'utf8')) as AuditRecord;
      const forged = sealAnew({ ...record, run: 'forged' });
      await writeFile(join(root, recordKey(forged)), recordText(forged));
    });
    expect(put.found).toMatchObject([{ kind: 'forked', key: expect.stringContaining('forged') }]);
  });

  it('shows a record of another monitor', async () => {
    const { found } = await tampered((root, keys) =>
      rewrite(join(root, keys[4] ?? ''), (record) => sealAnew({ ...record, monitor: 'other' })),
    );
    expect(found).toMatchObject([{ kind: 'moved' }, { kind: 'missing', key: 'audit-head' }]);
  });

  it('is refused an answer while runs write to it', async () => {
    await workspace.inCopy(async (ports) => {
      let reads = 0;
      const table = {
        ...ports.table,
        get: async () => ({ sk: 'audit-head', hash: `${reads++}` }),
      } as unknown as Ports['table'];
      await expect(readChain({ ...ports, table }, NAME)).rejects.toThrow(BusyError);
    });
  });
});

describe('what a crash leaves behind', () => {
  it('is whole wherever a run dies, then and after the next run', async () => {
    const writes = await workspace.inCopy(async (ports) => {
      const counting = mortalPorts(ports, -1);
      await runMonitor(counting.ports, { monitor, run: 'next', now: hoursAfter(24) });
      return counting.writes();
    });
    const seen: string[] = [];
    for (let fatal = 0; fatal < writes; fatal++) {
      await workspace.inCopy(async (ports) => {
        const mortal = mortalPorts(ports, fatal);
        const run = { monitor, run: 'next', now: hoursAfter(24) };
        await expect(runMonitor(mortal.ports, run)).rejects.toThrow();
        const dead = await readChain(ports, NAME);
        await runMonitor(ports, { ...run, now: hoursAfter(48) });
        const alive = await readChain(ports, NAME);
        expect([dead.faults, alive.faults, alive.notes], `write ${fatal}`).toEqual([[], [], []]);
        seen.push(
          ...dead.notes.map((note) => note.replace(/^\S+ is (\w+) and not (\w+).*/, '$1 $2')),
        );
      });
    }
    // Both states between the announcement and the end were come upon.
    expect(seen.sort()).toEqual(['announced written', 'written noted']);
  }, 120_000);

  it('of an older release is told and is no fault: a record that was written and not noted', async () => {
    const old = await tampered(async (root, keys, ports) => {
      const records = await Promise.all(
        keys.map(async (key) => JSON.parse(await readFile(join(root, key), 'utf8')) as AuditRecord),
      );
      await rm(join(root, 'audit'), { recursive: true });
      let previous: string | null = null;
      const write = async ({ code: _, configurationDigest: __, ...record }: AuditRecord) => {
        const sealed = sealAnew({ ...(record as AuditRecord), previous });
        await ports.workspace.write(recordKey(sealed), recordText(sealed));
        return sealed.hash;
      };
      for (const [i, record] of records.entries()) {
        if (i === 2) await write({ ...record, run: 'died' });
        previous = await write(record);
      }
      await ports.table.write(NAME, [{ put: { sk: 'audit-head', hash: previous } }]);
    });
    expect(old.faults).toEqual([]);
    expect(old.notes).toMatchObject([expect.stringMatching(/-died-.*older release/)]);
    // A run of this release goes on from there.
    const forged = await tampered(async (root, keys) => {
      const record = JSON.parse(await readFile(join(root, keys[2] ?? ''), 'utf8')) as AuditRecord;
      const { code: _, ...content } = { ...record, run: 'forged' };
      const sealed = sealAnew(content as AuditRecord);
      await writeFile(join(root, recordKey(sealed)), recordText(sealed));
    });
    expect(forged.found).toMatchObject([{ kind: 'forked' }]);
  });
});
