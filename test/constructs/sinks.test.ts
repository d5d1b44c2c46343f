import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import {
  monitoringStack,
  monitorNamed,
  newApp,
  only,
  statementsOf,
  synthesize,
} from './synthesize.ts';

const secret = (name: string) => `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${name}`;
const withSinks = (sinks: object, name = 'm') => monitorNamed(name, { sinks });
const MLFLOW = { mlflow: { url: 'https://mlflow.example.com', secret: secret('mlflow-AbCdEf') } };
const functionsOf = (template: ReturnType<typeof synthesize>) =>
  Object.values(template.findResources('AWS::Lambda::Function'));

function statesOf(template: ReturnType<typeof synthesize>) {
  const machine = only(template, 'AWS::StepFunctions::StateMachine');
  const parts: unknown[] = machine.DefinitionString['Fn::Join'][1];
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'token')).join(''))
    .States;
}
const statements = (...sinks: object[]) =>
  statementsOf(
    synthesize({ monitors: sinks.map((one, i) => withSinks(one, `m${i}`)) }),
    'SinksDeliver',
  );
const actionsOf = (all: ReturnType<typeof statements>) =>
  new Set(all.flatMap(({ Action }) => Action));

describe('sinks', () => {
  it('are served by a function and a state where a monitor names some, else by none', () => {
    expect(functionsOf(synthesize())).toHaveLength(7);
    expect(statesOf(synthesize()).Report.Next).toBe('Done');
    const template = synthesize({ monitors: [monitorNamed('plain'), withSinks(MLFLOW)] });
    expect(functionsOf(template)).toHaveLength(8);
    const states = statesOf(template);
    expect(states.Report.Next).toBe('HasSinks');
    expect(states.HasSinks).toMatchObject({
      Choices: [{ Variable: '$.monitor.sinks', IsPresent: true, Next: 'Deliver' }],
      Default: 'Done',
    });
  });

  it('fail no run: whatever becomes of the delivery, the run is done, and it is not waited for long', () => {
    const template = synthesize({ monitors: [withSinks(MLFLOW)] });
    const { Deliver } = statesOf(template);
    expect(Deliver.Next).toBe('Done');
    expect(Deliver.Catch).toEqual([
      { ErrorEquals: ['States.ALL'], ResultPath: '$.delivery', Next: 'Done' },
    ]);
    expect(Deliver.Retry.at(-1)).toMatchObject({ ErrorEquals: ['States.ALL'], MaxAttempts: 0 });
    expect(only(template, 'AWS::Lambda::Function', { Timeout: 360 })).toBeTruthy();
  });

  it('give their function the secrets that monitors name, and no other right to speak', () => {
    const other = { otlp: { url: 'https://otlp.example.com', secret: secret('otlp-GhIjKl') } };
    const all = statements(MLFLOW, other, MLFLOW);
    expect(all.filter(({ Action }) => Action === 'secretsmanager:GetSecretValue')).toEqual([
      expect.objectContaining({ Resource: [secret('mlflow-AbCdEf'), secret('otlp-GhIjKl')] }),
    ]);
    const actions = actionsOf(all);
    for (const forbidden of ['sns:Publish', 'events:PutEvents', 'cloudwatch:PutMetricData'])
      expect(actions).not.toContain(forbidden);
    expect(actions).not.toContain('s3:PutObject');
    expect(actions).not.toContain('dynamodb:DeleteItem');
    const open = statements({ otlp: { url: 'https://otlp.example.com' } });
    expect(actionsOf(open)).not.toContain('secretsmanager:GetSecretValue');
  });

  it('that are files may write their own folders alone', () => {
    const written = (sinks: object) =>
      statements(sinks)
        .filter(({ Action }) => [Action].flat().includes('s3:PutObject'))
        .flatMap(({ Resource }) => JSON.stringify(Resource).match(/\/([a-z]+\/)\*/g) ?? []);
    expect(written({ tensorboard: {} })).toEqual(['/tensorboard/*']);
    expect(written({ wandb: {} })).toEqual(['/wandb/*']);
  });

  it('pass the policy checks', () => {
    const app = newApp();
    const stack = monitoringStack(app, {
      monitors: [withSinks({ ...MLFLOW, tensorboard: {}, wandb: {} })],
    });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).not.toThrow();
    expect(stack).toBeTruthy();
  });
});
