import { Duration } from 'aws-cdk-lib';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ConfigError } from '../errors.ts';
import type { Monitor } from '../monitor/schema.ts';
import { newDeadLetterQueue } from './private/dead-letter-queue.ts';

export interface SchedulesProps {
  readonly monitors: readonly Monitor[];
  readonly stateMachine: IStateMachine;
}

/** A state of the state machine holds 256 KB: the monitor and the names of the shards and windows of a run. */
const INPUT_BYTES = 128 * 1024;

/** One schedule per monitor, with the whole monitor in its input. */
export class Schedules extends Construct {
  /** Starts that did not come about. */
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: SchedulesProps) {
    super(scope, id);
    this.deadLetters = newDeadLetterQueue(this);
    for (const monitor of props.monitors) {
      new Schedule(this, monitor.monitor, {
        description: `Runs Driftwatch for ${monitor.monitor}`,
        schedule: ScheduleExpression.expression(monitor.schedule),
        target: new StepFunctionsStartExecution(props.stateMachine, {
          input: inputOf(monitor),
          deadLetterQueue: this.deadLetters,
          maxEventAge: Duration.hours(1),
          retryAttempts: 10,
        }),
      });
    }
  }
}

function inputOf(monitor: Monitor): ScheduleTargetInput {
  const bytes = Buffer.byteLength(JSON.stringify({ monitor }));
  if (bytes > INPUT_BYTES) {
    throw new ConfigError(
      `monitor ${monitor.monitor} has ${Math.ceil(bytes / 1024)} KB; a run carries at most 128 KB: ` +
        'name fewer columns, use features: auto, or split the monitor',
    );
  }
  return ScheduleTargetInput.fromObject({ monitor });
}
