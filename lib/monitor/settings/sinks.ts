import { z } from 'zod';

/** A key that names a credential, whatever tool it is taken from. */
const CREDENTIAL =
  /token|passw|pwd|api_?key|access_?key|secret_?key|credential|authoriz|auth$|bearer|headers?$|^key$|^user(name)?$/i;

/** Of each sink, the variables that its own tool takes credentials from. */
export const SINK_VARIABLES = {
  mlflow: ['MLFLOW_TRACKING_TOKEN', 'MLFLOW_TRACKING_USERNAME', 'MLFLOW_TRACKING_PASSWORD'],
  tensorboard: [],
  wandb: [],
  comet: ['COMET_API_KEY'],
  otlp: ['OTEL_EXPORTER_OTLP_HEADERS'],
} as const;

export type SinkKind = keyof typeof SINK_VARIABLES;

const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/;

const url = z
  .string()
  .regex(/^https?:\/\/[^\s/]+/, { error: 'write a URL, as in https://mlflow.example.com' })
  .refine((text) => !/[@?#]/.test(text), {
    error:
      'a URL without user, password or query: the file is kept in the bucket and in audit records',
    params: { hidden: true },
  })
  .refine((text) => text.startsWith('https://') || LOOPBACK.test(text), {
    error: 'use https: only this machine itself is reached without TLS',
  });

const secret = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6}$/,
    'write the whole ARN of a Secrets Manager secret, with the six characters at its end',
  )
  .optional();

/** As `cloudwatch.publish`; `whole` is every measurement but those of segments and variants. */
const publish = z
  .union([z.enum(['headline', 'whole', 'all']), z.array(z.string()).min(1)])
  .default('whole');
const text = z.string().min(1);

const shapes = {
  /** An MLflow tracking server. */
  mlflow: z.strictObject({ url, experiment: text.optional(), publish, secret }),
  /** Event files in the workspace. */
  tensorboard: z.strictObject({ publish }),
  /** Runs in the workspace for `wandb sync`. */
  wandb: z.strictObject({ entity: text.optional(), project: text.optional(), publish }),
  /** Comet's experiments. */
  comet: z.strictObject({
    url: url.default('https://www.comet.com'),
    workspace: text,
    project: text.optional(),
    // A request each.
    publish: publish.unwrap().default('headline'),
    secret,
  }),
  /** A collector, or Prometheus itself, by OTLP over HTTP. */
  otlp: z.strictObject({ url, publish, secret }),
} satisfies Record<SinkKind, z.ZodType>;

/** Where the numbers go besides CloudWatch; absent: nowhere. */
export const sinks = z
  .strictObject({
    mlflow: refusingCredentials('mlflow', shapes.mlflow).optional(),
    tensorboard: shapes.tensorboard.optional(),
    wandb: refusingCredentials('wandb', shapes.wandb).optional(),
    comet: refusingCredentials('comet', shapes.comet).optional(),
    otlp: refusingCredentials('otlp', shapes.otlp).optional(),
  })
  .refine((named) => Object.keys(named).length > 0, { error: 'name a sink, or leave sinks out' })
  .optional();

/** What the monitor file says of one sink. */
export type SinkSettings = { [Kind in SinkKind]: z.output<(typeof shapes)[Kind]> };

/** The shape, but where a key looks like a credential: then a sentence that says where it belongs, without its value. */
function refusingCredentials<Shape extends z.ZodType>(kind: SinkKind, shape: Shape) {
  return z.preprocess((found, context) => {
    const keys = typeof found === 'object' && found !== null ? Object.keys(found) : [];
    const wrong = keys.filter((key) => CREDENTIAL.test(key));
    if (wrong.length === 0) return found;
    const variables = SINK_VARIABLES[kind].join(' or ');
    context.issues.push({
      code: 'custom',
      input: null,
      message:
        `${wrong.join(', ')} looks like a credential, and those don't belong in a monitor file, which is kept in the bucket and ` +
        `in audit records: ${variables === '' ? 'this sink needs none' : `put it into Secrets Manager and name it as secret: <its ARN>, or set ${variables} in the environment`}`,
      params: { hidden: true },
    });
    return z.NEVER;
  }, shape);
}
