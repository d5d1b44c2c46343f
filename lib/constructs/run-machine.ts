import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  Choice,
  Condition,
  DefinitionBody,
  DistributedMap,
  Fail,
  type IChainable,
  JsonPath,
  LogLevel,
  Pass,
  StateMachine,
  Succeed,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { explainMachineWildcards } from './private/machine-wildcards.ts';
import { type StepStateProps, stepState } from './private/step-state.ts';
import type { Step } from './private/steps.ts';

export interface RunMachineProps {
  readonly steps: Readonly<Record<Step, LambdaFunction>>;
  /** Gives windows to the monitors' sinks; absent: none has any. */
  readonly deliver?: LambdaFunction;
  /** Shards or windows that are worked on at once. */
  readonly concurrency: number;
  readonly logRetention: RetentionDays;
  readonly tracing: boolean;
}

/** Shorter than the lease of a monitor, which is three hours. */
const TIMEOUT = Duration.minutes(150);

/** A shard whose function is killed is read object by object from the third try on; the sixth, of the next run, sets a bad one aside. */
const RETRIES_OF_EACH = 4;

const MONITOR = { monitor: JsonPath.objectAt('$.monitor') };
const STEP = { ...MONITOR, now: JsonPath.stringAt('$$.Execution.StartTime') };
const RUN = { ...STEP, run: JsonPath.stringAt('$$.Execution.Name') };

/** One run: plan, profile every shard, bring every due window up to date, conclude, draw the reports of what changed. */
export class RunMachine extends Construct {
  readonly stateMachine: StateMachine;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RunMachineProps,
  ) {
    super(scope, id);
    const destination = new LogGroup(this, 'Logs', {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      definitionBody: DefinitionBody.fromChainable(this.define()),
      timeout: TIMEOUT,
      tracingEnabled: props.tracing,
      logs: { destination, level: LogLevel.ALL, includeExecutionData: false },
    });
    explainMachineWildcards(this.stateMachine, [
      ...Object.values(props.steps),
      ...(props.deliver ? [props.deliver] : []),
    ]);
  }

  private define(): IChainable {
    const shards = JsonPath.objectAt('$.plan.shards');
    const plan = this.step('plan', 'Plan', { payload: RUN, resultPath: '$.plan' });
    const profile = this.each('Profile', {
      step: 'profile',
      items: '$.plan.shards',
      field: 'shard',
      value: JsonPath.stringAt('$.shard'),
    });
    const due = this.step('dueWindows', 'DueWindows', { payload: STEP, resultPath: '$.due' });
    const windows = this.each('Window', {
      step: 'window',
      items: '$.due.windows',
      field: 'window',
      value: JsonPath.numberAt('$.window'),
    });
    const conclude = this.step('conclude', 'Conclude', {
      payload: { ...RUN, shards },
      resultPath: '$.conclusion',
    });
    const reports = this.each('Report', {
      step: 'report',
      items: '$.conclusion.reports',
      field: 'window',
      value: JsonPath.numberAt('$.window'),
    });
    const afterwards = this.afterwards();
    // The run is over by then: no report is worth its failure.
    reports.addCatch(afterwards, { errors: ['States.ALL'], resultPath: '$.failure' });
    const abandon = this.abandon();
    for (const state of [plan, profile, due, windows, conclude]) {
      state.addCatch(abandon, { errors: ['States.ALL'], resultPath: '$.failure' });
    }
    const work = profile.next(due).next(windows).next(conclude).next(reports).next(afterwards);
    const busy = Condition.stringEquals('$.plan.status', 'busy');
    const other = new Succeed(this, 'AnotherRunHasTheMonitor');
    return plan.next(new Choice(this, 'Busy').when(busy, other).otherwise(work));
  }

  /** What comes after the conclusion can fail no run: what a sink did not get, the next run gives it. */
  private afterwards(): IChainable {
    const done = new Succeed(this, 'Done');
    const { deliver } = this.props;
    if (!deliver) return done;
    const state = stepState(this, 'Deliver', {
      step: deliver,
      payload: STEP,
      resultPath: '$.delivery',
      retries: 0,
    });
    state.addCatch(done, { errors: ['States.ALL'], resultPath: '$.delivery' });
    const hasSinks = Condition.isPresent('$.monitor.sinks');
    return new Choice(this, 'HasSinks').when(hasSinks, state.next(done)).otherwise(done);
  }

  /** Works on each; one that fails stays open in the ledger, and the next run tries it again; the others go on. */
  private each(
    id: string,
    { step, items, field, value }: { step: Step; items: string; field: string; value: unknown },
  ): DistributedMap {
    const work = this.step(step, `${id}One`, {
      // An item is worked on in an execution of its own, which began later than the run.
      payload: { ...MONITOR, now: JsonPath.stringAt('$.now'), [field]: value },
      resultPath: '$',
      retries: RETRIES_OF_EACH,
    });
    const left = new Pass(this, `${id}LeftForTheNextRun`, {
      parameters: { failed: true, error: JsonPath.stringAt('$.failure.Error') },
    });
    work.addCatch(left, { errors: ['States.ALL'], resultPath: '$.failure' });
    const map = DistributedMap.jsonPath(this, id, {
      itemsPath: items,
      itemSelector: { ...STEP, [field]: JsonPath.objectAt(`$$.Map.Item.Value.${field}`) },
      maxConcurrency: this.props.concurrency,
      toleratedFailurePercentage: 100,
      resultPath: JsonPath.DISCARD,
    });
    map.itemProcessor(work);
    return map;
  }

  private abandon(): IChainable {
    const abandon = this.step('abandon', 'Abandon', {
      payload: { ...RUN, failure: JsonPath.objectAt('$.failure') },
      resultPath: JsonPath.DISCARD,
    });
    const paths = { errorPath: '$.failure.Error', causePath: '$.failure.Cause' };
    return abandon.next(new Fail(this, 'Failed', paths));
  }

  private step(step: Step, id: string, props: Omit<StepStateProps, 'step'>) {
    return stepState(this, id, { ...props, step: this.props.steps[step] });
  }
}
