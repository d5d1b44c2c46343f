import { Duration } from 'aws-cdk-lib';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { parseLock } from '../adapters/aws/audit-lock.ts';
import { ConfigError } from '../errors.ts';
import { loadMonitors } from '../monitor/load.ts';
import type { DriftwatchStackProps } from './driftwatch-stack.ts';
import type { AuditLockProps } from './storage.ts';

const ARCHITECTURES = { arm64: Architecture.ARM_64, x86_64: Architecture.X86_64 };

/** What `cdk deploy -c key=value` says. @throws ConfigError for a wrong monitor file, or where there is none. */
export function settings(
  context: (key: string) => unknown,
): Pick<
  DriftwatchStackProps,
  'monitors' | 'architecture' | 'retrainingArns' | 'auditLock' | 'collectorAuth'
> {
  const folder = String(context('monitors') ?? 'monitors');
  const name = String(context('architecture') ?? 'arm64');
  const architecture = ARCHITECTURES[name as keyof typeof ARCHITECTURES];
  if (!architecture) {
    throw new ConfigError(
      `-c architecture=${name}: it is one of ${Object.keys(ARCHITECTURES).join(', ')}`,
    );
  }
  const retraining = context('retraining');
  const lock = context('auditLock');
  const collector = context('collector');
  return {
    monitors: monitorsOf(folder),
    architecture,
    ...(typeof retraining === 'string' && {
      retrainingArns: retraining.split(',').map((arn) => arn.trim()),
    }),
    ...(lock !== undefined && { auditLock: auditLock(String(lock)) }),
    ...(collector !== undefined && { collectorAuth: collectorAuth(String(collector)) }),
  };
}

function auditLock(text: string): AuditLockProps {
  const { mode, days } = parseLock(text);
  return { mode, retention: Duration.days(days) };
}

/** Of a secret the whole ARN: its right is given for that one alone. */
function collectorAuth(text: string): string {
  if (text === 'iam' || /^arn:[\w-]+:secretsmanager:[^:]+:\d{12}:secret:.+-\w{6}$/.test(text))
    return text;
  throw new ConfigError(
    `-c collector=${text}: write iam, or the whole ARN of a secret of Secrets Manager`,
  );
}

function monitorsOf(folder: string) {
  const how =
    'write one file a model, such as monitors/credit-risk.yaml (`driftwatch init <folder>` makes an example), ' +
    'or name another folder with -c monitors=<folder>';
  let monitors: ReturnType<typeof loadMonitors>;
  try {
    monitors = loadMonitors(folder);
  } catch (error) {
    if (!(error instanceof ConfigError) || !error.message.startsWith('there is no folder'))
      throw error;
    throw new ConfigError(`${error.message}: ${how}`);
  }
  if (monitors.length === 0) throw new ConfigError(`${folder} holds no monitor file: ${how}`);
  return monitors;
}
