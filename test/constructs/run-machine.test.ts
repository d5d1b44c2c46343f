import { describe, expect, it } from 'vitest';
import { only, synthesize } from './synthesize.ts';

const machine = only(synthesize(), 'AWS::StepFunctions::StateMachine');
const text = machine.DefinitionString['Fn::Join'][1]
  .map((part: unknown) => (typeof part === 'string' ? part : 'token'))
  .join('');
const definition = JSON.parse(text);
const { States: states } = definition;
const LEASE_SECONDS = 3 * 3600;

describe('the state machine', () => {
  it('goes from plan over profiles and labels to evaluate', () => {
    expect(definition.StartAt).toBe('Plan');
    expect(states.Plan.Next).toBe('Busy');
    expect(states.Busy.Default).toBe('Profile');
    expect(states.Profile.Next).toBe('TouchedWindows');
    expect(states.TouchedWindows.Next).toBe('JoinLabels');
    expect(states.JoinLabels.Next).toBe('Evaluate');
    expect(states.Evaluate.Next).toBe('Done');
  });

  it('leaves the monitor alone where another run has it', () => {
    expect(states.Busy.Choices).toEqual([
      { Variable: '$.plan.status', StringEquals: 'busy', Next: 'AnotherRunHasTheMonitor' },
    ]);
    expect(states.AnotherRunHasTheMonitor.Type).toBe('Succeed');
  });

  it('ends sooner than the lease of a monitor', () => {
    expect(definition.TimeoutSeconds).toBeLessThan(LEASE_SECONDS);
  });

  it.each(['Plan', 'Profile', 'TouchedWindows', 'JoinLabels', 'Evaluate'])(
    '%s: whatever fails is noted and gives the monitor back',
    (name) => {
      expect(states[name].Catch).toEqual([
        { ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Abandon' },
      ]);
      expect(states.Abandon.Next).toBe('Failed');
    },
  );

  it('profiles every shard in an execution of its own, and goes on without those that fail', () => {
    expect(states.Profile.ItemProcessor.ProcessorConfig.Mode).toBe('DISTRIBUTED');
    expect(states.Profile.ToleratedFailurePercentage).toBe(100);
    const { ProfileShard } = states.Profile.ItemProcessor.States;
    expect(ProfileShard.Catch[0].Next).toBe('ShardLeftForTheNextRun');
    expect(states.JoinLabels.ToleratedFailurePercentage ?? 0).toBe(0);
  });

  it('tries a shard often enough for a poisonous object to be set aside', () => {
    const { Retry } = states.Profile.ItemProcessor.States.ProfileShard;
    expect(Retry.at(-1)).toMatchObject({ ErrorEquals: ['States.ALL'], MaxAttempts: 4 });
  });

  it('waits long where the account has no function to spare', () => {
    const { Retry } = states.JoinLabels.ItemProcessor.States.JoinWindow;
    expect(Retry[1].ErrorEquals).toContain('Lambda.TooManyRequestsException');
    expect(Retry[1]).toMatchObject({ MaxAttempts: 20, JitterStrategy: 'FULL' });
  });

  it('does not try again what a person has to mend', () => {
    expect(states.Plan.Retry[0]).toEqual({
      ErrorEquals: ['ConfigError', 'ZodError'],
      MaxAttempts: 0,
    });
  });

  it('logs what it did, without data, and is traced', () => {
    expect(machine.LoggingConfiguration).toMatchObject({
      Level: 'ALL',
      IncludeExecutionData: false,
    });
    expect(machine.TracingConfiguration).toEqual({ Enabled: true });
  });
});
