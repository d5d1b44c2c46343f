import { type Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { monitoringStack, newApp } from './synthesize.ts';

function check(change: (stack: Stack) => void = () => {}): void {
  const app = newApp();
  change(monitoringStack(app));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
}

describe('AwsSolutions checks', () => {
  it('find nothing that is not explained', () => {
    expect(() => check()).not.toThrow();
  });

  it('would find what is wrong', () => {
    expect(() => check((stack) => new Bucket(stack, 'Open'))).toThrow(/AwsSolutions-S10/);
  });
});
