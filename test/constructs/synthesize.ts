import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { LayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { afterAll } from 'vitest';
import {
  ModelMonitoring,
  type ModelMonitoringProps,
} from '../../lib/constructs/model-monitoring.ts';
import { type Monitor, monitorSchema } from '../../lib/monitor/schema.ts';

// The built-in check of templates takes seconds to load; it runs wherever the app is really synthesized.
process.env.CDK_VALIDATION = 'false';

const assemblies = mkdtempSync(join(tmpdir(), 'driftwatch-test-'));
let apps = 0;

afterAll(() => rmSync(assemblies, { recursive: true, force: true }));

/** An app that bundles no Lambda. */
export function newApp(): App {
  apps += 1;
  const context = { 'aws:cdk:bundling-stacks': [] };
  return new App({ context, outdir: join(assemblies, String(apps)) });
}

export function monitorNamed(name: string, more: Record<string, unknown> = {}): Monitor {
  const columns = { timestamp: 'at', id: 'id', label: 'truth' };
  return monitorSchema.parse({ monitor: name, task: 'regression', columns, ...more });
}

type Props = Partial<ModelMonitoringProps> | ((scope: Construct) => Partial<ModelMonitoringProps>);

/** The construct in a stack of its own, without installing DuckDB. */
export function monitoringStack(app: App, props: Props = {}): Stack {
  const stack = new Stack(app, 'Test');
  const arn = 'arn:aws:lambda:eu-west-1:123456789012:layer:duckdb:1';
  new ModelMonitoring(stack, 'Monitoring', {
    monitors: [monitorNamed('m')],
    duckdb: LayerVersion.fromLayerVersionArn(stack, 'Layer', arn),
    ...(typeof props === 'function' ? props(stack) : props),
  });
  return stack;
}

export function synthesize(props: Props = {}): Template {
  return Template.fromStack(monitoringStack(newApp(), props));
}

export interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** What the role of a step's function may do. */
export function statementsOf(template: Template, step: string): Statement[] {
  const policies = template.findResources('AWS::IAM::Policy');
  return Object.entries(policies)
    .filter(([id]) => new RegExp(`^Monitoring(Steps)?${step}Role`).test(id))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
}

/** The one resource of a type whose properties match. */
export function only(template: Template, type: string, properties: object = {}) {
  const found = Object.values(
    template.findResources(type, { Properties: Match.objectLike(properties) }),
  );
  if (found.length !== 1) throw new Error(`${found.length} of ${type}`);
  return found[0]?.Properties;
}

/** A property that is a text with references in it, these as `<LogicalId>`. */
export function plain(property: unknown): string {
  if (typeof property === 'string') return property;
  const [[intrinsic = '', value] = []] = Object.entries(property as Record<string, unknown>);
  if (intrinsic === 'Fn::Join') return (value as [string, unknown[]])[1].map(plain).join('');
  return `<${[value].flat()[0]}>`;
}
