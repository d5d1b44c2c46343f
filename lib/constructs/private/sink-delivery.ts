import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Monitor } from '../../monitor/schema.ts';
import type { FunctionsProps } from '../functions.ts';
import { type Access, grantAccess } from './access.ts';
import { StepFunction } from './step-function.ts';

/** Longer than a sink is waited for. */
const TIMEOUT = Duration.minutes(6);

/**
 * The function that gives windows to the sinks that monitors name. It talks to the world outside AWS, so it is a function of
 * its own that may alert nobody, change no result and read no secret but those that the monitors name.
 */
export class SinkDelivery extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: FunctionsProps) {
    super(scope, id);
    const { storage, topic, bus, architecture, logRetention, tracing, monitors } = props;
    const made = new StepFunction(this, 'Deliver', {
      step: 'deliver',
      description: 'Gives measured windows to the sinks of the monitor file',
      architecture,
      logRetention,
      tracing,
      memorySize: 1024,
      timeout: TIMEOUT,
      environment: {
        BUCKET: storage.bucket.bucketName,
        TABLE: storage.table.tableName,
        TOPIC: topic.topicArn,
        BUS: bus.eventBusName,
      },
    });
    this.function = made.function;
    grantAccess(made, made.function, storage, accessFor(monitors));
    const secrets = secretsOf(monitors);
    if (secrets.length > 0)
      made.function.addToRolePolicy(
        new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: secrets }),
      );
  }
}

export function hasSinks({ sinks }: Monitor): boolean {
  return sinks !== undefined;
}

function accessFor(monitors: readonly Monitor[]): Access {
  const some = (kind: 'tensorboard' | 'wandb') =>
    monitors.some(({ sinks }) => sinks?.[kind] !== undefined);
  const files = some('tensorboard');
  const runs = some('wandb') ? ['wandb/'] : [];
  return {
    list: files ? ['tensorboard/'] : [],
    read: ['results/', 'reports/', ...(files ? ['profiles/', 'baselines/'] : []), ...runs],
    write: [...(files ? ['tensorboard/'] : []), ...runs],
    remove: [...(files ? ['tensorboard/'] : []), ...runs],
    table: ['GetItem', 'Query', 'PutItem'],
  };
}

function secretsOf(monitors: readonly Monitor[]): string[] {
  const named = monitors.flatMap(({ sinks = {} }) =>
    Object.values(sinks).flatMap((sink) => (sink && 'secret' in sink ? [sink.secret] : [])),
  );
  return [...new Set(named.filter((arn) => arn !== undefined))].sort();
}
