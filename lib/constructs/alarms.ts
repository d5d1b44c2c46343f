import { Annotations, Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { parseDuration, parseRate } from '../monitor/duration.ts';
import type { PIPELINE_METRICS } from '../monitor/pipeline-metrics.ts';
import type { Monitor } from '../monitor/schema.ts';
import { alarmName } from './private/alarm-name.ts';
import { pipelineMetric } from './private/dashboard/own-metric.ts';
import { evaluationWindow, threeRuns } from './private/evaluation-window.ts';

export interface AlarmsProps {
  readonly monitors: readonly Monitor[];
  readonly stateMachine: IStateMachine;
  /** Dead-letter queues by what they hold. */
  readonly deadLetters: Readonly<Record<string, Queue>>;
  readonly topic: ITopic;
  /** As the command line takes it: `s3://bucket`. */
  readonly workspace: string;
}

/** What lies in a dead-letter queue, and what becomes of it. */
const LOST: Readonly<Record<string, readonly [event: string, then: string]>> = {
  Starts: [
    'The start of a scheduled run',
    'delete it: the next scheduled run does what this one would have done',
  ],
  RetrainingRequests: [
    'A retraining request',
    'send its event to the target again, or nobody retrains: it is not sent twice by itself',
  ],
};

type PipelineMetric = (typeof PIPELINE_METRICS)[number];

interface AlarmSpec {
  readonly id: string;
  /** Null: of the whole stack. */
  readonly monitor: string | null;
  readonly metric: IMetric;
  /** What happened, in a sentence; then what to run, and what else there is to know. CloudWatch takes 1,024 characters. */
  readonly description: string;
  readonly evaluationPeriods?: number;
  /** Of the periods, how many must breach. @default - all */
  readonly datapointsToAlarm?: number;
  readonly whenMissing: TreatMissingData;
  /** Whether its end is news too. */
  readonly tellsEnd?: true;
}

/** Watches the watcher: runs that fail or leave work, schedules that stop, data that stays away, events that got lost. */
export class Alarms extends Construct {
  private readonly alarms = new Map<string | null, Alarm[]>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AlarmsProps,
  ) {
    super(scope, id);
    this.watchRuns();
    for (const [what, queue] of Object.entries(props.deadLetters)) this.watchQueue(what, queue);
    for (const monitor of props.monitors) {
      this.watchSchedule(monitor);
      this.watchData(monitor);
      this.watchWork(monitor);
    }
  }

  /** Those of a monitor, then those of the stack. */
  of({ monitor }: Monitor): readonly Alarm[] {
    return [...(this.alarms.get(monitor) ?? []), ...(this.alarms.get(null) ?? [])];
  }

  private watchRuns(): void {
    const { stateMachine, workspace } = this.props;
    const options = { period: Duration.minutes(5), statistic: Stats.SUM };
    this.atLeastOne({
      id: 'RunFailed',
      monitor: null,
      metric: stateMachine.metricFailed(options),
      description:
        'A monitoring run failed, and what it had not done waits for the next run. ' +
        `Why: aws stepfunctions list-executions --status-filter FAILED --max-items 3 --state-machine-arn ${stateMachine.stateMachineArn} ` +
        '(open the newest; its error names the cause), or its record under audit/. ' +
        `Once that is mended, at once: driftwatch run ${workspace}`,
      whenMissing: TreatMissingData.NOT_BREACHING,
    });
    this.atLeastOne({
      id: 'RunTimedOut',
      monitor: null,
      metric: stateMachine.metricTimedOut(options),
      description:
        'A monitoring run took longer than 150 minutes and was ended; its monitor is free again three hours after the start of that run. ' +
        `Which step hung: aws stepfunctions list-executions --status-filter TIMED_OUT --max-items 3 --state-machine-arn ${stateMachine.stateMachineArn} ` +
        `and open the newest. After the three hours: driftwatch run ${workspace}`,
      whenMissing: TreatMissingData.NOT_BREACHING,
    });
  }

  private watchQueue(what: string, queue: Queue): void {
    const [event, then] = LOST[what] ?? [`${what}: an event`, 'send it again or delete it'];
    this.atLeastOne({
      id: `${what}Lost`,
      monitor: null,
      metric: queue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: Stats.MAXIMUM,
      }),
      description:
        `${event} could not be delivered and lies in a queue. Read it, its attributes name the error: ` +
        `aws sqs receive-message --message-attribute-names All --queue-url ${queue.queueUrl} - mend that, then ${then}.`,
      whenMissing: TreatMissingData.NOT_BREACHING,
    });
  }

  private watchSchedule({ monitor, schedule }: Monitor): void {
    const { stateMachine, workspace } = this.props;
    this.silence({
      id: `${monitor}-stopped`,
      name: 'runs',
      monitor,
      betweenSigns: parseRate(schedule),
      description:
        `No run of monitor ${monitor} came to its end within two periods of ${schedule}: nobody watches the model. ` +
        `See whether one works at all: driftwatch run ${workspace} ${monitor} - if it does, its schedule is disabled or could not start: see alarm StartsLost; ` +
        `if it does not, it says why. What runs now: aws stepfunctions list-executions --status-filter RUNNING --state-machine-arn ${stateMachine.stateMachineArn} ` +
        'After a first deployment this ends with the first run.',
      whenMissing: TreatMissingData.BREACHING,
    });
  }

  private watchData({ monitor, schedule, window }: Monitor): void {
    const { workspace } = this.props;
    this.silence({
      id: `${monitor}-no-data`,
      name: 'predictions_read',
      monitor,
      betweenSigns: Math.max(parseRate(schedule), parseDuration(window)),
      description:
        `Runs of monitor ${monitor} found no new predictions for two windows of ${window}: the model is down, or its log goes elsewhere. ` +
        `What came last: aws s3 ls --recursive ${workspace}/predictions/${monitor}/ | sort | tail -3 (or its table, or the bucket that its monitor file names). ` +
        `What came and could not be read: aws s3 ls --recursive ${workspace}/rejected/${monitor}/ and driftwatch replay ${workspace} ${monitor} --list`,
      whenMissing: TreatMissingData.IGNORE,
    });
  }

  private watchWork({ monitor, schedule }: Monitor): void {
    const { workspace } = this.props;
    const id = `${monitor}-WorkLeft`;
    const runs = threeRuns(parseRate(schedule));
    if (!runs) {
      this.tooSlow(id);
      return;
    }
    this.atLeastOne({
      id,
      monitor,
      metric: pipelineMetric(monitor, 'work_left', {
        statistic: Stats.MINIMUM,
        period: Duration.millis(runs.periodMilliseconds),
      }),
      description:
        `Three runs of monitor ${monitor} in a row left shards, windows or reports undone: its newest results may lack data. ` +
        `See what fails and why, while it is tried again: driftwatch run ${workspace} ${monitor} - the latest record under audit/${monitor}/ names what was left ` +
        '(read: state "claimed"; unfinished), of a report the log of its function. Mend that: every run tries again what is left. ' +
        `What was set aside is read again by: driftwatch replay ${workspace} ${monitor} - while a long history is caught up with, work is left on purpose.`,
      evaluationPeriods: runs.evaluationPeriods,
      datapointsToAlarm: 3,
      whenMissing: TreatMissingData.IGNORE,
      tellsEnd: true,
    });
  }

  private silence(
    spec: Omit<AlarmSpec, 'metric'> & {
      name: PipelineMetric;
      monitor: string;
      betweenSigns: number;
    },
  ): void {
    const window = evaluationWindow(spec.betweenSigns);
    if (!window) {
      this.tooSlow(spec.id);
      return;
    }
    const metric = pipelineMetric(spec.monitor, spec.name, {
      statistic: Stats.SUM,
      period: Duration.millis(window.periodMilliseconds),
    });
    const { evaluationPeriods } = window;
    this.add(
      { ...spec, metric, evaluationPeriods, tellsEnd: true },
      ComparisonOperator.LESS_THAN_THRESHOLD,
    );
  }

  private tooSlow(id: string): void {
    Annotations.of(this).addInfo(
      `${id}: CloudWatch looks back seven days at most, so a monitor this slow gets no such alarm`,
    );
  }

  private atLeastOne(spec: AlarmSpec): void {
    this.add(spec, ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD);
  }

  private add(spec: AlarmSpec, comparisonOperator: ComparisonOperator): void {
    const alarm = new Alarm(this, spec.id, {
      alarmName: alarmName(this, spec.id),
      alarmDescription: spec.description,
      metric: spec.metric,
      threshold: 1,
      evaluationPeriods: spec.evaluationPeriods ?? 1,
      ...(spec.datapointsToAlarm && { datapointsToAlarm: spec.datapointsToAlarm }),
      comparisonOperator,
      treatMissingData: spec.whenMissing,
    });
    this.alarms.set(spec.monitor, [...(this.alarms.get(spec.monitor) ?? []), alarm]);
    alarm.addAlarmAction(new SnsAction(this.props.topic));
    if (spec.tellsEnd) alarm.addOkAction(new SnsAction(this.props.topic));
  }
}
