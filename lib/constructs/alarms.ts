import { Annotations, Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { NAMESPACE } from '../adapters/sinks/cloudwatch.ts';
import { parseDuration, parseRate } from '../monitor/duration.ts';
import type { PIPELINE_METRICS } from '../monitor/pipeline-metrics.ts';
import type { Monitor } from '../monitor/schema.ts';
import { evaluationWindow, threeRuns } from './private/evaluation-window.ts';

export interface AlarmsProps {
  readonly monitors: readonly Monitor[];
  readonly stateMachine: IStateMachine;
  /** Dead-letter queues by what they hold. */
  readonly deadLetters: Readonly<Record<string, Queue>>;
  readonly topic: ITopic;
}

type PipelineMetric = (typeof PIPELINE_METRICS)[number];

interface AlarmSpec {
  readonly id: string;
  readonly metric: IMetric;
  /** What it means and what to do. */
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

  private watchRuns(): void {
    const { stateMachine } = this.props;
    const options = { period: Duration.minutes(5), statistic: Stats.SUM };
    this.atLeastOne({
      id: 'RunFailed',
      metric: stateMachine.metricFailed(options),
      description:
        'A monitoring run failed. Open the failed execution of the state machine: its error says why. ' +
        'Its audit record lies under audit/. The next run goes on where it stopped.',
      whenMissing: TreatMissingData.NOT_BREACHING,
    });
    this.atLeastOne({
      id: 'RunTimedOut',
      metric: stateMachine.metricTimedOut(options),
      description:
        'A monitoring run took longer than 150 minutes and was ended. See which step of the execution hung; ' +
        'the monitor is free again three hours after the start of that run.',
      whenMissing: TreatMissingData.NOT_BREACHING,
    });
  }

  private watchQueue(what: string, queue: Queue): void {
    this.atLeastOne({
      id: `${what}Lost`,
      metric: queue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: Stats.MAXIMUM,
      }),
      description:
        `${what}: an event could not be delivered and lies in the queue ${queue.node.path}. Read the message: ` +
        'its attributes name the error. Mend that, then send it again or delete it.',
      whenMissing: TreatMissingData.NOT_BREACHING,
    });
  }

  private watchSchedule({ monitor, schedule }: Monitor): void {
    this.silence({
      id: `${monitor}-stopped`,
      name: 'runs',
      monitor,
      betweenSigns: parseRate(schedule),
      description:
        `No run of monitor ${monitor} came to its end within two periods of ${schedule}. Is the schedule enabled? ` +
        'Do its executions fail or does one still run? After a first deployment this ends with the first run.',
      whenMissing: TreatMissingData.BREACHING,
    });
  }

  private watchData({ monitor, schedule, window }: Monitor): void {
    this.silence({
      id: `${monitor}-no-data`,
      name: 'predictions_read',
      monitor,
      betweenSigns: Math.max(parseRate(schedule), parseDuration(window)),
      description:
        `Runs of monitor ${monitor} found no new predictions for two windows of ${window}. Does the model still log ` +
        `to predictions/${monitor}/ (or its table)? Was its prefix or format changed? See rejected/${monitor}/.`,
      whenMissing: TreatMissingData.IGNORE,
    });
  }

  private watchWork({ monitor, schedule }: Monitor): void {
    const id = `${monitor}-WorkLeft`;
    const runs = threeRuns(parseRate(schedule));
    if (!runs) {
      this.tooSlow(id);
      return;
    }
    this.atLeastOne({
      id,
      metric: this.ownMetric(monitor, 'work_left', Stats.MINIMUM, runs.periodMilliseconds),
      description:
        `Three runs of monitor ${monitor} in a row left shards or windows undone. Its latest record under ` +
        `audit/${monitor}/ names them (read: state "claimed"; unfinished), the failed tries in the execution say why. ` +
        'Mend that: every run tries them again. `driftwatch run` works them off at once, `driftwatch replay` reads again ' +
        'what was set aside. While a long history is caught up with, work is left on purpose.',
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
    const metric = this.ownMetric(spec.monitor, spec.name, Stats.SUM, window.periodMilliseconds);
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

  private ownMetric(monitor: string, name: PipelineMetric, statistic: string, period: number) {
    return new Metric({
      namespace: NAMESPACE,
      metricName: name,
      dimensionsMap: { Monitor: monitor },
      statistic,
      period: Duration.millis(period),
    });
  }

  private atLeastOne(spec: AlarmSpec): void {
    this.add(spec, ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD);
  }

  private add(spec: AlarmSpec, comparisonOperator: ComparisonOperator): void {
    const alarm = new Alarm(this, spec.id, {
      alarmName: `${Stack.of(this).stackName}-${spec.id}`,
      alarmDescription: spec.description,
      metric: spec.metric,
      threshold: 1,
      evaluationPeriods: spec.evaluationPeriods ?? 1,
      ...(spec.datapointsToAlarm && { datapointsToAlarm: spec.datapointsToAlarm }),
      comparisonOperator,
      treatMissingData: spec.whenMissing,
    });
    alarm.addAlarmAction(new SnsAction(this.props.topic));
    if (spec.tellsEnd) alarm.addOkAction(new SnsAction(this.props.topic));
  }
}
