import { Duration, Stack } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { parseDuration } from '../monitor/duration.ts';
import type { Monitor } from '../monitor/schema.ts';
import { collectorWidgets } from './private/dashboard/collector-widgets.ts';
import { costWidgets } from './private/dashboard/cost-widgets.ts';
import { guideWidget } from './private/dashboard/guide-widget.ts';
import { pipelineWidgets } from './private/dashboard/pipeline-widgets.ts';
import { windowWidgets } from './private/dashboard/window-widgets.ts';
import type { Step } from './private/steps.ts';
import type { Storage } from './storage.ts';

export interface DashboardProps {
  readonly monitor: Monitor;
  /** Those of the monitor and of the stack. */
  readonly alarms: readonly Alarm[];
  /** Whether events are collected for the monitor. */
  readonly collects: boolean;
  readonly steps: Readonly<Record<Step, LambdaFunction>>;
  readonly stateMachine: IStateMachine;
  readonly storage: Storage;
  /** Below which `reports/` is served. @default - none: the bucket's page in the console */
  readonly reportsUrl?: string;
}

const DAY = 86_400_000;
/** So many windows are in sight when it is opened. */
const WINDOWS = 60;
const LONGEST_DAYS = 180;

/** One monitor at a glance: its alarms, what its windows show, whether its pipeline works, and what that costs. */
export class Dashboard extends Construct {
  readonly dashboard: CloudWatchDashboard;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { monitor, alarms, collects, steps, stateMachine, storage, reportsUrl } = props;
    const window = parseDuration(monitor.window);
    // CloudWatch's statistics are of a day at most.
    const period = Duration.millis(Math.min(Math.max(window, 60_000), DAY));
    const days = Math.min(Math.max(Math.ceil((WINDOWS * window) / DAY), 1), LONGEST_DAYS);
    this.dashboard = new CloudWatchDashboard(this, 'Dashboard', {
      dashboardName: `${Stack.of(this).stackName}-${monitor.monitor}`,
      defaultInterval: Duration.days(days),
      widgets: [
        [
          guideWidget(this, monitor, {
            ...{ bucket: storage.bucket, stateMachine },
            ...(reportsUrl && { reportsUrl }),
          }),
          new AlarmStatusWidget({
            title: 'Alarms of the pipeline: their descriptions say what to do',
            alarms: [...alarms],
            width: 12,
            height: 8,
          }),
        ],
        windowWidgets(monitor, period),
        pipelineWidgets(monitor.monitor, steps, stateMachine),
        ...(collects ? [collectorWidgets(monitor.monitor)] : []),
        costWidgets(steps, stateMachine, storage.table),
      ],
    });
  }
}
