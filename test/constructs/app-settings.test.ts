import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { afterAll, describe, expect, it } from 'vitest';
import { settings } from '../../lib/constructs/app-settings.ts';
import { ConfigError } from '../../lib/errors.ts';

const folder = (content: Record<string, string>) => {
  const made = mkdtempSync(join(tmpdir(), 'driftwatch-test-'));
  folders.push(made);
  for (const [file, text] of Object.entries(content)) writeFileSync(join(made, file), text);
  return made;
};
const folders: string[] = [];
const read = (context: Record<string, string>) => settings((key) => context[key]);
const GOOD = 'monitor: m\ntask: regression\ncolumns: { timestamp: at }\n';

afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

describe('settings', () => {
  it('reads the monitors of a folder; arm64 unless told otherwise', () => {
    const monitors = folder({ 'm.yaml': GOOD });
    const read_ = read({ monitors });
    expect(read_.monitors.map(({ monitor }) => monitor)).toEqual(['m']);
    expect(read_.architecture).toBe(Architecture.ARM_64);
    expect(read({ monitors, architecture: 'x86_64' }).architecture).toBe(Architecture.X86_64);
  });

  it('refuses a wrong monitor with the path of the wrong key', () => {
    const monitors = folder({
      'm.yaml': GOOD.replace('timestamp: at', 'timestamp: at, sgements: [a]'),
    });
    expect(() => read({ monitors })).toThrow(ConfigError);
    expect(() => read({ monitors })).toThrow(/m\.yaml: columns: .*sgements/);
  });

  it.each([
    ['an empty folder', () => folder({})],
    ['no folder', () => join(tmpdir(), 'driftwatch-there-is-none')],
  ])('says what to do about %s', (_, monitors) => {
    expect(() => read({ monitors: monitors() })).toThrow(/monitors\/credit-risk\.yaml/);
  });

  it('takes several targets of retraining requests', () => {
    const monitors = folder({ 'm.yaml': GOOD });
    expect(read({ monitors, retraining: 'arn:a, arn:b' }).retrainingArns).toEqual([
      'arn:a',
      'arn:b',
    ]);
    expect(read({ monitors })).not.toHaveProperty('retrainingArns');
  });

  it('reads who may send events to the collector, and refuses who is nobody', () => {
    const monitors = folder({ 'm.yaml': GOOD });
    const secret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:collector-AbCdEf';
    expect(read({ monitors })).not.toHaveProperty('collectorAuth');
    expect(read({ monitors, collector: 'iam' }).collectorAuth).toBe('iam');
    expect(read({ monitors, collector: secret }).collectorAuth).toBe(secret);
    expect(() => read({ monitors, collector: 'all' })).toThrow('write iam, or the whole ARN');
  });

  it('reads how audit records are locked, and refuses what is no lock', () => {
    const monitors = folder({ 'm.yaml': GOOD });
    expect(read({ monitors }).auditLock).toBeUndefined();
    const { auditLock } = read({ monitors, auditLock: 'COMPLIANCE:400' });
    expect([auditLock?.mode, auditLock?.retention.toDays()]).toEqual(['COMPLIANCE', 400]);
    expect(() => read({ monitors, auditLock: 'forever' })).toThrow(/as in GOVERNANCE:400/);
  });

  it('refuses another architecture', () => {
    expect(() => read({ monitors: folder({ 'm.yaml': GOOD }), architecture: 'x64' })).toThrow(
      /arm64, x86_64/,
    );
  });
});
