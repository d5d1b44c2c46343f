import type { ConnectSink, Sink } from '../../act/delivery.ts';
import { RefusedError } from '../../errors.ts';
import type { Monitor } from '../../monitor/schema.ts';
import type { SinkKind, SinkSettings } from '../../monitor/settings/sinks.ts';
import type { Workspace } from '../../pipeline/ports.ts';
import { cometSink } from './comet.ts';
import {
  authorization,
  type Environment,
  type Fields,
  parseHeaders,
  readSecret,
  signedBy,
} from './credentials.ts';
import { mlflowSink } from './mlflow.ts';
import { otlpSink } from './otlp.ts';
import { tensorboardSink } from './tensorboard.ts';
import { wandbSink } from './wandb.ts';

interface Surroundings {
  readonly monitor: Monitor;
  readonly workspace: Workspace;
  readonly environment: Environment;
  readonly signal: AbortSignal;
}

type Connect<Kind extends SinkKind> = (
  settings: SinkSettings[Kind],
  surroundings: Surroundings,
) => Promise<Sink>;

/** How each sink is opened. One file each; a new one is one more line here, and one in `settings/sinks.ts`. */
const SINKS: { readonly [Kind in SinkKind]: Connect<Kind> } = {
  mlflow: async (settings, { monitor, environment, signal }) => {
    const fields = await fieldsOf(settings, () => ({
      token: environment.MLFLOW_TRACKING_TOKEN,
      username: environment.MLFLOW_TRACKING_USERNAME,
      password: environment.MLFLOW_TRACKING_PASSWORD,
    }));
    return mlflowSink({ ...settings, ...authorization(fields), monitor: monitor.monitor, signal });
  },
  tensorboard: async (_, { workspace }) => tensorboardSink(workspace),
  wandb: async (settings, { workspace }) => wandbSink(workspace, settings),
  comet: async (settings, { monitor, environment, signal }) => {
    const { token, api_key: apiKey = token } = await fieldsOf(settings, () => ({
      token: environment.COMET_API_KEY,
    }));
    if (!apiKey)
      throw new RefusedError(
        'comet: no API key: name a secret in sinks.comet.secret, or set COMET_API_KEY',
      );
    const { project = `driftwatch-${monitor.monitor}` } = settings;
    return cometSink({ ...settings, project, apiKey, signal });
  },
  otlp: async (settings, { environment, signal }) => {
    const { token, ...headers } = await fieldsOf(settings, () =>
      parseHeaders(environment.OTEL_EXPORTER_OTLP_HEADERS ?? ''),
    );
    const bearer = token === undefined ? {} : authorization({ token }).headers;
    return otlpSink({ ...settings, ...signedBy({ ...headers, ...bearer }), signal });
  },
};

/** Opens the sinks of monitors, with credentials from Secrets Manager where the monitor file names a secret, else from the environment. */
export function connectSinks(workspace: Workspace, environment: Environment): ConnectSink {
  return async (kind, monitor, signal) => {
    const settings = monitor.sinks?.[kind];
    if (!settings) throw new Error(`monitor ${monitor.monitor} has no sink ${kind}`);
    const connect = SINKS[kind] as Connect<SinkKind>;
    return connect(settings as never, { monitor, workspace, environment, signal });
  };
}

async function fieldsOf(
  { secret }: { readonly secret?: string | undefined },
  fromEnvironment: () => Environment,
): Promise<Fields> {
  if (secret !== undefined) return readSecret(secret);
  const known = Object.entries(fromEnvironment()).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as Fields;
}
