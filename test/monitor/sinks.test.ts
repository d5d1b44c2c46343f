import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../lib/errors.ts';
import { checkMonitor, parseMonitor } from '../../lib/monitor/load.ts';

const HEAD = 'monitor: m\ntask: regression\ncolumns: { timestamp: at }\n';
const parse = (sinks: string) => parseMonitor(`${HEAD}sinks: ${sinks}\n`, 'm.yaml');
const refusal = (sinks: string) => {
  try {
    parse(sinks);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('it was taken');
};
const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:driftwatch/mlflow-AbCdEf';

describe('sinks in the monitor file', () => {
  it('are none where none is named', () => {
    expect(parseMonitor(HEAD, 'm.yaml').sinks).toBeUndefined();
  });

  it('take every measurement of the whole, or what publish says', () => {
    const all = parse(
      `{ mlflow: { url: "https://mlflow.example.com", secret: "${ARN}" }, tensorboard: {}, wandb: { publish: all }, comet: { workspace: w }, otlp: { url: "http://localhost:4318", publish: [psi] } }`,
    ).sinks;
    expect(all).toMatchObject({
      mlflow: { url: 'https://mlflow.example.com', publish: 'whole', secret: ARN },
      tensorboard: { publish: 'whole' },
      wandb: { publish: 'all' },
      comet: { url: 'https://www.comet.com', publish: 'headline' },
      otlp: { publish: ['psi'] },
    });
  });

  it('read their own checked form again, as a schedule hands it on', () => {
    const monitor = parse('{ tensorboard: {}, comet: { workspace: w } }');
    expect(checkMonitor(JSON.parse(JSON.stringify(monitor)), 'm.yaml')).toEqual(monitor);
  });

  it.each(['token', 'api_key', 'apiKey', 'password', 'headers', 'Authorization', 'username'])(
    'refuse %s with a sentence that says where it belongs, and not its value',
    (key) => {
      const text = refusal(`{ mlflow: { url: "https://a.example", ${key}: hunter2hunter2 } }`);
      expect(text).toContain(`sinks.mlflow: ${key} looks like a credential`);
      expect(text).toContain('Secrets Manager');
      expect(text).toContain('MLFLOW_TRACKING_TOKEN');
      expect(text).not.toContain('hunter2');
    },
  );

  it.each(['https://me:hunter2@a.example', 'https://a.example/?key=hunter2'])(
    'refuse the URL %s without repeating it',
    (url) => {
      const text = refusal(`{ otlp: { url: "${url}" } }`);
      expect(text).toContain('sinks.otlp.url: a URL without user, password or query');
      expect(text).not.toContain('hunter2');
    },
  );

  it('refuse a URL without TLS, but for this machine', () => {
    expect(refusal('{ otlp: { url: "http://prometheus.example/api" } }')).toContain('use https');
    expect(
      parse('{ otlp: { url: "http://127.0.0.1:9090/api/v1/otlp" } }').sinks?.otlp,
    ).toBeTruthy();
  });

  it('refuse an unknown sink, an unknown key, none, and an ARN cut short', () => {
    expect(refusal('{ kafka: {} }')).toContain('unknown key kafka');
    expect(refusal('{ tensorboard: { folder: x } }')).toContain('unknown key folder');
    expect(refusal('{}')).toContain('name a sink');
    expect(
      refusal(`{ otlp: { url: "https://a.example", secret: "${ARN.slice(0, -7)}" } }`),
    ).toContain('the whole ARN');
  });
});
