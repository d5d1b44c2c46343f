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
  it('goes from plan over shards and windows to the conclusion', () => {
    expect(definition.StartAt).toBe('Plan');
    expect(states.Plan.Next).toBe('Busy');
    expect(states.Busy.Default).toBe('Profile');
    expect(states.Profile.Next).toBe('DueWindows');
    expect(states.DueWindows.Next).toBe('Window');
    expect(states.Window.Next).toBe('Conclude');
    expect(states.Conclude.Next).toBe('Report');
    expect(states.Report.Next).toBe('Done');
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

  it.each(['Plan', 'Profile', 'DueWindows', 'Window', 'Conclude'])(
    '%s: whatever fails is noted and gives the monitor back',
    (name) => {
      expect(states[name].Catch).toEqual([
        { ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Abandon' },
      ]);
      expect(states.Abandon.Next).toBe('Failed');
    },
  );

  describe.each([
    { map: 'Profile', of: '$.plan.shards', field: 'shard' },
    { map: 'Window', of: '$.due.windows', field: 'window' },
    { map: 'Report', of: '$.conclusion.reports', field: 'window' },
  ])('$map', ({ map, of, field }) => {
    const state = states[map];
    const one = state.ItemProcessor.States[`${map}One`];

    it('works on each in an execution of its own, and goes on without those that fail', () => {
      expect(state.ItemProcessor.ProcessorConfig.Mode).toBe('DISTRIBUTED');
      expect(state.ItemsPath).toBe(of);
      expect(state.ToleratedFailurePercentage).toBe(100);
      expect(one.Catch[0].Next).toBe(`${map}LeftForTheNextRun`);
    });

    it('tells each when the run began, and keeps no answer', () => {
      expect(state.ItemSelector).toEqual({
        'monitor.$': '$.monitor',
        'now.$': '$$.Execution.StartTime',
        [`${field}.$`]: `$$.Map.Item.Value.${field}`,
      });
      expect(one.Parameters).toEqual({
        'monitor.$': '$.monitor',
        'now.$': '$.now',
        [`${field}.$`]: `$.${field}`,
      });
      expect(state.ResultPath).toBeNull();
    });

    it('tries often enough for a poisonous object to be set aside', () => {
      expect(one.Retry.at(-1)).toMatchObject({ ErrorEquals: ['States.ALL'], MaxAttempts: 4 });
    });
  });

  it('is done whatever becomes of the reports: the monitor is given back by then', () => {
    expect(states.Report.Catch).toEqual([
      { ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Done' },
    ]);
  });

  it('tells the conclusion which shards were worked on', () => {
    expect(states.Conclude.Parameters).toEqual({
      'monitor.$': '$.monitor',
      'now.$': '$$.Execution.StartTime',
      'run.$': '$$.Execution.Name',
      'shards.$': '$.plan.shards',
    });
  });

  it('waits long where the account has no function to spare', () => {
    const { Retry } = states.Window.ItemProcessor.States.WindowOne;
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
