import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeVersion } from '../../lib/audit/code-version.ts';
import { sha256 } from '../../lib/audit/digest.ts';
import { explainIncident } from '../../lib/audit/explain-incident.ts';
import { findIncident, listIncidents } from '../../lib/audit/find-incident.ts';
import { recordText, seal } from '../../lib/audit/seal.ts';
import { ConfigError } from '../../lib/errors.ts';
import type { Monitor } from '../../lib/monitor/schema.ts';
import type { AuditRecord } from '../../lib/pipeline/audit.ts';
import type { Item, Ports } from '../../lib/pipeline/ports.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import { type IncidentRecord, incidentKey, type WindowRecord } from '../../lib/pipeline/state.ts';
import { describeExplanation } from '../../lib/report/explain-text.ts';
import { describeReplay } from '../../lib/report/replay-text.ts';
import type { WindowResult } from '../../lib/results.ts';
import { monitor } from '../support/example-workspace.ts';
import { auditedWorkspace, hoursAfter } from './audited-workspace.ts';

const NAME = monitor.monitor;
const DAY = '2026-11-04T00:00:00Z';
const ID = `column income@${DAY}`;
const FOLDER = `profiles/${NAME}/window=2026-11-04T0000Z`;
const RESULT = `results/${NAME}/window=2026-11-04T0000Z.json`;
let workspace: Awaited<ReturnType<typeof auditedWorkspace>>;
beforeAll(async () => {
  workspace = await auditedWorkspace(2);
}, 120_000);
afterAll(() => workspace.remove());

/** What is explained after the workspace was tampered with. */
const explained = (
  tamper: (root: string, ports: Ports) => Promise<unknown> = async () => {},
  configured: Monitor = monitor,
) =>
  workspace.inCopy(async (ports, root) => {
    await tamper(root, ports);
    const { incident } = await findIncident(ports, [NAME], ID);
    return explainIncident(ports, configured, incident, { replay: true });
  });

const rewrite = async (path: string, change: (text: string) => string) => {
  const text = await readFile(path, 'utf8');
  const changed = change(text);
  expect(changed).not.toBe(text);
  await writeFile(path, changed);
};

/** The predictions' profile of the window. */
async function profileOf(ports: Ports): Promise<string> {
  const keys = (await ports.workspace.list(`${FOLDER}/`)).map(({ key }) => key);
  return keys.find((key) => key.includes('predictions-')) ?? '';
}

describe('explaining an incident', () => {
  it('leads from it to findings, result, record, configuration, code, baseline and objects', async () => {
    const { windows, elsewhere, told, chain, incident } = await explained();
    expect([elsewhere, chain.faults, windows.length]).toEqual([[], [], 1]);
    const [trace] = windows;
    expect(trace).toMatchObject({
      window: DAY,
      findings: incident.findings,
      result: { key: RESULT, now: 'same' },
      configuration: { now: 'same', digest: sha256(JSON.stringify(monitor)) },
      baseline: {
        key: `baselines/${NAME}/v1/profile.json`,
        now: 'same',
        sources: [{ key: `baselines/${NAME}/v1/reference.csv`, now: 'same' }],
      },
    });
    expect(trace?.recorded?.summary.origin?.code).toEqual(codeVersion());
    expect(trace?.recorded?.record.key).toBe(chain.first);
    expect(told).toMatchObject([{ change: 'opened', record: { key: chain.first } }]);
    const objects = trace?.shards.flatMap(({ objects }) => objects) ?? [];
    expect(objects.map(({ key }) => key)).toContain(`predictions/${NAME}/2026-11-04.jsonl`);
    for (const { etag, size, now } of objects)
      expect([etag, size > 0, now]).toEqual([
        expect.stringMatching(/^[0-9a-f]{32}$/),
        true,
        'same',
      ]);
    expect(trace?.profiles.map(({ now }) => now)).toEqual(trace?.profiles.map(() => 'same'));
  });

  it('says it for people, with every key and digest of the path', async () => {
    const explanation = await explained();
    const text = describeExplanation(explanation);
    const [trace] = explanation.windows;
    for (const part of [
      ID,
      RESULT,
      trace?.recorded?.summary.digest,
      trace?.recorded?.record.hash,
      codeVersion().build,
      trace?.configuration?.digest,
      ...(trace?.profiles.map(({ key }) => key) ?? []),
      ...(trace?.shards.flatMap(({ objects }) => objects.flatMap(({ key, etag }) => [key, etag])) ??
        []),
    ])
      expect(text).toContain(part);
  });

  it('shows objects that were overwritten or are gone since', async () => {
    const { windows } = await explained(async (root) => {
      const folder = join(root, `predictions/${NAME}`);
      await writeFile(join(folder, '2026-11-04.jsonl'), '{}\n');
      await rm(join(folder, '2026-11-03.jsonl'));
    });
    const objects = windows[0]?.shards.flatMap(({ objects }) => objects) ?? [];
    expect(Object.fromEntries(objects.map(({ key, now }) => [key.slice(-12), now]))).toMatchObject({
      '-11-02.jsonl': 'same',
      '-11-03.jsonl': 'gone',
      '-11-04.jsonl': 'changed',
    });
  });

  it('finds an incident by what only its id begins with, and names those that it may be', async () => {
    await workspace.inCopy(async (ports) => {
      expect((await findIncident(ports, [NAME], 'column inc')).incident.id).toBe(ID);
      const [one] = (await ports.table.query(NAME, 'incident#')) as IncidentRecord[];
      if (!one) throw new Error('no incident');
      const other = { ...one.incident, id: 'column age@2026-01-01T00:00:00Z' };
      await ports.table.write(NAME, [{ put: { ...one, sk: incidentKey(other), incident: other } }]);
      const known = await listIncidents(ports, [NAME]);
      expect(known.map(({ incident }) => incident.id)).toContain(ID);
      expect(known.length).toBeGreaterThan(1);
      const refusal = expect(findIncident(ports, [NAME], 'column')).rejects;
      await refusal.toThrow(ConfigError);
      await refusal.toThrow(ID);
      await expect(findIncident(ports, [NAME], 'nothing')).rejects.toThrow(`\n  ${ID}`);
    });
  });

  it('finds one that the table has forgotten in the audit records', async () => {
    const { incident, windows } = await explained(async (_, ports) => {
      const items = (await ports.table.query(NAME, 'incident#')) as IncidentRecord[];
      await ports.table.write(
        NAME,
        items.map(({ sk }) => ({ remove: sk })),
      );
    });
    expect([incident.id, windows.length]).toEqual([ID, 1]);
  });

  it('finds the window of a finding in the results where the table has forgotten it', async () => {
    const { windows, replay } = await explained(async (_, ports) => {
      const items = (await ports.table.query(NAME, 'window#')) as WindowRecord[];
      await ports.table.write(
        NAME,
        items.map(({ sk }) => ({ remove: sk })),
      );
    });
    expect([windows[0]?.window, replay?.verdict]).toEqual([DAY, 'same']);
  });
});

describe('recomputing an incident', () => {
  it('gives the same findings and the same digest, run after run', async () => {
    const { replay } = await explained();
    expect(replay).toMatchObject({
      verdict: 'same',
      windows: [{ window: DAY, verdict: 'same', differences: [], changed: [] }],
    });
    const [window] = replay?.windows ?? [];
    expect(window?.findings.length).toBeGreaterThan(0);
    for (const { recorded, recomputed } of window?.findings ?? [])
      expect(recomputed).toEqual(recorded);
  });

  it('differs where a profile was altered, and names the profile and the findings', async () => {
    const explanation = await explained(async (root, ports) => {
      // Folded counts: 500 more in the first bin that has any income.
      await rewrite(join(root, await profileOf(ports)), (text) =>
        text.replace(
          /("income":\{.*?"counts":\[(?:-\d+,)?)(\d+),/,
          (_, before, count) => `${before}${+count + 500},`,
        ),
      );
    });
    const { replay } = explanation;
    expect(replay?.verdict).toBe('differs');
    expect(replay?.windows[0]?.changed).toMatchObject([
      expect.stringMatching(/predictions-\w+\.json has changed/),
    ]);
    expect(replay?.windows[0]?.differences.join('\n')).toMatch(
      /of income: the finding was alert at/,
    );
    const text = replay ? describeReplay(replay, []) : '';
    expect(text).toMatch(/^window 2026-11-04T00:00:00Z: differs\n/);
    expect(text).toContain('NOT the same');
  });

  it('goes by the configuration on record, not by the monitor file of today', async () => {
    const thresholds = { psi: { max: 5 } };
    const later = { ...monitor, thresholds } as Monitor;
    const { replay, windows } = await explained(undefined, later);
    expect(windows[0]?.configuration?.now).toBe('changed');
    expect(replay?.verdict).toBe('same');
  });

  it('is not misled by a result file that was altered', async () => {
    const { replay, windows } = await explained((root) =>
      rewrite(join(root, RESULT), (text) => text.replaceAll('"status":"alert"', '"status":"ok"')),
    );
    expect([windows[0]?.result.now, replay?.verdict]).toEqual(['changed', 'same']);
  });

  it('says so where a finding on record is not what the data gives', async () => {
    const { replay, elsewhere } = await explained(async (_, ports) => {
      const items = (await ports.table.query(NAME, 'window#')) as WindowRecord[];
      const incidents = (await ports.table.query(NAME, 'incident#')) as IncidentRecord[];
      const forge = (item: Item) =>
        ({
          put: JSON.parse(JSON.stringify(item).replaceAll(/"value":0\.\d+/g, '"value":0.123')),
        }) as { put: Item };
      await ports.table.write(NAME, [...items, ...incidents].map(forge));
    });
    expect(elsewhere).toEqual([]);
    expect(replay?.verdict).toBe('differs');
    expect(replay?.windows[0]?.differences[0]).toContain(
      'the finding was alert at 0.123, now alert at',
    );
  });

  it('folds once more what rests on several windows', async () => {
    const watched = { ...monitor, alerts: { ...monitor.alerts, min_rows: 1e6, insufficient: 3 } };
    const starved = await auditedWorkspace(1, watched);
    const replayed = (tamper?: (root: string) => Promise<void>) =>
      starved.inCopy(async (ports, root) => {
        await tamper?.(root);
        const { incident } = await findIncident(ports, [NAME], 'insufficient data');
        return explainIncident(ports, watched, incident, { replay: true });
      });
    try {
      const explanation = await replayed();
      const { windows, elsewhere, replay } = explanation;
      expect(windows.map(({ window }) => window.slice(0, 10))).toEqual([
        '2026-11-02',
        '2026-11-03',
        '2026-11-04',
      ]);
      expect(elsewhere).toMatchObject([{ metric: 'insufficient_windows', value: 3 }]);
      expect(replay).toMatchObject({ verdict: 'same', refolded: [{ recomputed: { value: 3 } }] });
      expect(describeExplanation(explanation)).toContain('rests on the windows above');
      const forged = await replayed((root) =>
        rewrite(join(root, RESULT), (text) =>
          text.replaceAll('"status":"insufficient"', '"status":"ok"'),
        ),
      );
      expect(forged.replay?.verdict).toBe('differs');
    } finally {
      await starved.remove();
    }
  });

  it('says that a window was revised since where no window holds a finding', async () => {
    const explanation = await explained(async (_, ports) => {
      const items = (await ports.table.query(NAME, 'incident#')) as IncidentRecord[];
      const summed = items.map(({ incident, ...item }) => {
        const findings = incident.findings.slice(0, 1).map((one) => ({ ...one, value: 7 }));
        return { put: { ...item, incident: { ...incident, findings } } };
      });
      await ports.table.write(NAME, summed as unknown as { put: Item }[]);
    });
    expect(explanation).toMatchObject({ windows: [], elsewhere: [{ value: 7 }] });
    expect(explanation.replay?.verdict).toBe('cannot');
    expect(describeExplanation(explanation)).toContain('its window was revised since');
  });

  it.each([
    [
      'a profile is gone',
      async (root: string, ports: Ports) => rm(join(root, await profileOf(ports))),
      /the profile .* is gone/,
    ],
    [
      'the baseline is gone',
      (root: string) => rm(join(root, `baselines/${NAME}/v1/profile.json`)),
      /the baseline v1 is gone/,
    ],
    [
      'no audit record is left',
      (root: string) => rm(join(root, 'audit'), { recursive: true }),
      /no audit record holds/,
    ],
  ])('can not be where %s', async (_, tamper, reason) => {
    const { replay } = await explained(tamper);
    expect(replay?.verdict).toBe('cannot');
    expect(replay?.windows[0]?.reason).toMatch(reason);
  });

  it('works of what an older release left: no digests of inputs, and no fault for it', async () => {
    const { replay, windows, chain } = await explained(async (root, ports) => {
      let previous: string | null = null;
      for (const { key } of await ports.workspace.list(`audit/${NAME}/`)) {
        const {
          code: _,
          configurationDigest: __,
          hash: ___,
          ...record
        } = JSON.parse(await readFile(join(root, key), 'utf8')) as AuditRecord;
        const judged = record.judged.map(({ origin: _, as_of: __, ...summary }) => summary);
        const sealed = seal({ ...record, judged, previous });
        await rm(join(root, key));
        const place = previous === null ? '' : `-${(previous as string).slice(0, 8)}`;
        const old = previous === null ? key : key.replace(/-[0-9a-f]{8}\.json$/, `${place}.json`);
        await ports.workspace.write(old, recordText(sealed));
        previous = sealed.hash;
      }
      await ports.table.write(NAME, [{ put: { sk: 'audit-head', hash: previous } }]);
    });
    expect(chain.faults).toEqual([]);
    expect(windows[0]?.profiles.map(({ now }) => now)).toEqual(
      windows[0]?.profiles.map(() => 'unknown'),
    );
    expect(replay).toMatchObject({ verdict: 'same', windows: [{ changed: [] }] });
  });

  it('is of the last revision, after labels or rows came late', async () => {
    await workspace.inCopy(async (ports, root) => {
      const late = (await readFile(join(root, `predictions/${NAME}/2026-11-04.jsonl`), 'utf8'))
        .split('\n')
        .slice(0, 200)
        .map((line) => line.replace(/"prediction_id":"/, '"prediction_id":"late-'))
        .join('\n');
      await ports.workspace.write(`predictions/${NAME}/late.jsonl`, `${late}\n`);
      await runMonitor(ports, { monitor, run: 'late', now: hoursAfter(5) });
      const result = JSON.parse((await ports.workspace.read(RESULT)) ?? '') as WindowResult;
      expect(result.revision).toBe(2);
      const { incident } = await findIncident(ports, [NAME], ID);
      const explanation = await explainIncident(ports, monitor, incident, { replay: true });
      const [trace] = explanation.windows;
      expect(trace?.recorded?.record.run).toBe('late');
      const objects = trace?.shards.flatMap(({ objects }) => objects.map(({ key }) => key));
      expect(objects).toContain(`predictions/${NAME}/late.jsonl`);
      expect(explanation.replay).toMatchObject({ verdict: 'same' });
    });
  });
});
