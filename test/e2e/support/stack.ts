import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CDK_LOG, cdk } from './cdk.ts';
import type { Emulator } from './emulator.ts';
import { ACCOUNT, REGION } from './emulator-clients.ts';

/** The outputs of the deployed stack. */
export interface Outputs {
  readonly Bucket: string;
  readonly Table: string;
  readonly Topic: string;
  readonly StateMachine: string;
  readonly Bus: string;
  readonly CollectorUrl: string;
  readonly CollectorSpool: string;
}

export interface DeploymentOptions {
  /** For what is made on the way. */
  readonly folder: string;
  readonly today: Date;
  /** ARNs of what answers retraining requests. */
  readonly retraining: readonly string[];
  /** ARN of the secret that the collector's senders know. */
  readonly collector: string;
  /** Where a sink of credit-risk is, and the ARN of the secret that it is sent. */
  readonly sink: { readonly url: string; readonly secret: string };
}

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const MONITORS = fileURLToPath(new URL('../monitors', import.meta.url));

/** The project's own app, through the project's own CDK command line. */
export class Deployment {
  constructor(
    private readonly emulator: Emulator,
    private readonly options: DeploymentOptions,
  ) {}

  async bootstrap(): Promise<void> {
    await this.run(['bootstrap', `aws://${ACCOUNT}/${REGION}`], this.options.folder);
  }

  /** Synthesizes bin/app.ts and deploys it. */
  async deploy(): Promise<Outputs> {
    const file = join(this.options.folder, 'outputs.json');
    const context = Object.entries({
      monitors: this.copyMonitors(),
      architecture: process.arch === 'arm64' ? 'arm64' : 'x86_64',
      retraining: this.options.retraining.join(),
      collector: this.options.collector,
    }).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
    const args = ['deploy', 'Driftwatch', '--outputs-file', file, '--output', this.assembly];
    await this.run([...args, ...context], PROJECT);
    return JSON.parse(readFileSync(file, 'utf8')).Driftwatch;
  }

  /** Destroys what was deployed, without synthesizing it again. */
  async destroy(): Promise<void> {
    await this.run(['destroy', 'Driftwatch', '--app', this.assembly], this.options.folder);
  }

  private get assembly(): string {
    return join(this.options.folder, 'cdk.out');
  }

  /** The monitor files; the table is read from the day before yesterday on. */
  private copyMonitors(): string {
    const { folder, today, sink } = this.options;
    const copy = join(folder, 'monitors');
    cpSync(MONITORS, copy, { recursive: true });
    const fill = (name: string, values: Readonly<Record<string, string>>) => {
      const file = join(copy, `${name}.yaml`);
      const text = Object.entries(values).reduce(
        (filled, [mark, value]) => filled.replace(mark, JSON.stringify(value)),
        readFileSync(file, 'utf8'),
      );
      writeFileSync(file, text);
    };
    const since = new Date(today.getTime() - 2 * 86_400_000).toISOString();
    fill('house-prices', { SINCE: since });
    fill('credit-risk', { SINK_URL: sink.url, SINK_SECRET: sink.secret });
    return copy;
  }

  private async run(args: readonly string[], cwd: string): Promise<void> {
    const { exitCode } = await cdk(args, { env: this.emulator.env, cwd });
    if (exitCode === 0) return;
    const said = readFileSync(CDK_LOG, 'utf8').slice(-6000);
    throw new Error(`cdk ${args[0]} ended with ${exitCode}:\n${said}`);
  }
}
