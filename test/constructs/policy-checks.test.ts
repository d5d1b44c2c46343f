import { Duration, type Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import type { ModelMonitoringProps } from '../../lib/constructs/model-monitoring.ts';
import { retrainingCodePipeline } from '../../lib/constructs/retraining-targets/code-pipeline.ts';
import { retrainingSageMakerPipeline } from '../../lib/constructs/retraining-targets/sagemaker-pipeline.ts';
import type { Monitor } from '../../lib/monitor/schema.ts';
import { monitoringStack, monitorNamed, newApp } from './synthesize.ts';

function check(
  change: (stack: Stack) => void = () => {},
  monitors: Monitor[] = [],
  props: Partial<ModelMonitoringProps> = {},
): void {
  const app = newApp();
  change(monitoringStack(app, { ...props, monitors: [monitorNamed('m'), ...monitors] }));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
}

describe('AwsSolutions checks', () => {
  it('find nothing that is not explained', () => {
    expect(() => check()).not.toThrow();
  });

  it('find nothing either where monitors name buckets, roles and tables', () => {
    const role = 'arn:aws:iam::999999999999:role/reads';
    const monitors = [
      monitorNamed('a', {
        predictions: { from: 's3', bucket: 'their-logs', prefix: 'a/' },
        labels: { from: 's3', bucket: 'their-truth', role },
      }),
      monitorNamed('b', { labels: { from: 'dynamodb_by_id', table: 'truth', key: 'id' } }),
    ];
    expect(() => check(() => {}, monitors)).not.toThrow();
  });

  it('find nothing either where pipelines answer retraining requests', () => {
    const arn = (service: string, name: string) =>
      `arn:aws:${service}:eu-west-1:123456789012:${name}`;
    const retrainingTargets = [
      retrainingSageMakerPipeline(arn('sagemaker', 'pipeline/train')),
      retrainingCodePipeline(arn('codepipeline', 'train')),
    ];
    expect(() => check(() => {}, [], { retrainingTargets })).not.toThrow();
  });

  it('find nothing either where audit records are locked', () => {
    const auditLock = { mode: 'GOVERNANCE', retention: Duration.days(400) } as const;
    expect(() => check(() => {}, [], { auditLock })).not.toThrow();
  });

  it('would find what is wrong', () => {
    expect(() => check((stack) => new Bucket(stack, 'Open'))).toThrow(/AwsSolutions-S10/);
  });
});
