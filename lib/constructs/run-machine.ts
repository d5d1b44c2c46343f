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
  /** Shards or windows that are worked on at once. */
  readonly concurrency: number;
  readonly logRetention: RetentionDays;
  readonly tracing: boolean;
}

/** Shorter than the lease of a monitor, which is three hours. */
const TIMEOUT = Duration.minutes(150);

/** A shard whose function is killed is read object by object from the second try on; the fifth sets a bad one aside. */
const PROFILE_RETRIES = 4;

const MONITOR = { monitor: JsonPath.objectAt('$.monitor') };
const RUN = {
  ...MONITOR,
  run: JsonPath.stringAt('$$.Execution.Name'),
  now: JsonPath.stringAt('$$.Execution.StartTime'),
};

/** One run: plan, profile every shard, join labels of every touched window, evaluate. */
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
    explainMachineWildcards(this.stateMachine, Object.values(props.steps));
  }

  private define(): IChainable {
    const shards = JsonPath.objectAt('$.plan.shards');
    const plan = this.step('plan', 'Plan', { payload: RUN, resultPath: '$.plan' });
    const profile = this.profileShards();
    const touched = this.step('touchedWindows', 'TouchedWindows', {
      payload: RUN,
      resultPath: '$.touched',
    });
    const join = this.joinWindows();
    const evaluate = this.step('evaluate', 'Evaluate', {
      payload: { ...RUN, shards },
      resultPath: '$.evaluation',
    });
    const abandon = this.abandon();
    for (const state of [plan, profile, touched, join, evaluate]) {
      state.addCatch(abandon, { errors: ['States.ALL'], resultPath: '$.failure' });
    }
    const work = profile.next(touched).next(join).next(evaluate).next(new Succeed(this, 'Done'));
    const busy = Condition.stringEquals('$.plan.status', 'busy');
    const other = new Succeed(this, 'AnotherRunHasTheMonitor');
    return plan.next(new Choice(this, 'Busy').when(busy, other).otherwise(work));
  }

  /** A shard that fails stays claimed, and the next run tries it again; the others go on. */
  private profileShards(): DistributedMap {
    const profile = this.step('profile', 'ProfileShard', {
      payload: { ...MONITOR, shard: JsonPath.stringAt('$.shard') },
      resultPath: '$',
      retries: PROFILE_RETRIES,
    });
    const left = new Pass(this, 'ShardLeftForTheNextRun', {
      parameters: { failed: true, error: JsonPath.stringAt('$.failure.Error') },
    });
    profile.addCatch(left, { errors: ['States.ALL'], resultPath: '$.failure' });
    const map = this.each('Profile', '$.plan.shards', 'shard', 100);
    map.itemProcessor(profile);
    return map;
  }

  private joinWindows(): DistributedMap {
    const join = this.step('joinLabels', 'JoinWindow', {
      payload: { ...MONITOR, window: JsonPath.numberAt('$.window') },
      resultPath: '$',
    });
    const map = this.each('JoinLabels', '$.touched.windows', 'window', 0);
    map.itemProcessor(join);
    return map;
  }

  private each(id: string, itemsPath: string, field: string, toleratedFailurePercentage: number) {
    return DistributedMap.jsonPath(this, id, {
      itemsPath,
      itemSelector: { ...MONITOR, [field]: JsonPath.objectAt(`$$.Map.Item.Value.${field}`) },
      maxConcurrency: this.props.concurrency,
      toleratedFailurePercentage,
      resultPath: JsonPath.DISCARD,
    });
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
