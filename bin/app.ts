import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { settings } from '../lib/constructs/app-settings.ts';
import { DriftwatchStack } from '../lib/constructs/driftwatch-stack.ts';
import { ConfigError } from '../lib/errors.ts';

try {
  const app = new App();
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
  new DriftwatchStack(app, 'Driftwatch', {
    ...settings((key) => app.node.tryGetContext(key)),
    stack: account && region ? { env: { account, region } } : {},
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(`\n${error.message}\n`);
  process.exit(2);
}
