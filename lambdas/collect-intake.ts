import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { DynamoTable } from '../lib/adapters/aws/table.ts';
import { readSecret } from '../lib/adapters/sinks/credentials.ts';
import type { HttpRequest } from '../lib/collect/cloud-event.ts';
import { type IntakePorts, takeIn } from '../lib/collect/intake.ts';

const environmentSchema = z.object({
  SPOOL: z.string().min(1),
  MONITORS: z.string().transform((text) => new Set(text.split(','))),
  SECRET: z.string().min(1).optional(),
});

/** What a function URL is invoked with, of payload format 2.0. */
const urlEvent = z.object({
  rawPath: z.string(),
  rawQueryString: z.string().default(''),
  headers: z.record(z.string(), z.string()),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({ http: z.object({ method: z.string() }) }),
});

/** A secret that was changed holds after this. */
const SECRET_MILLISECONDS = 5 * 60_000;

export const createHandler =
  (portsNow: () => Promise<IntakePorts>) =>
  async (event: unknown): Promise<{ statusCode: number; body: string }> => {
    const { status, message } = await takeIn(
      await portsNow(),
      requestOf(urlEvent.parse(event)),
      new Date(),
    );
    return { statusCode: status, body: `${message}\n` };
  };

function requestOf(event: z.output<typeof urlEvent>): HttpRequest {
  const { headers, rawPath, rawQueryString, body, isBase64Encoded, requestContext } = event;
  return {
    method: requestContext.http.method,
    path: rawPath,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    query: Object.fromEntries(new URLSearchParams(rawQueryString)),
    body: isBase64Encoded ? Buffer.from(body, 'base64').toString() : body,
  };
}

function onLambda() {
  const { SPOOL: table, MONITORS: monitors, SECRET: arn } = environmentSchema.parse(process.env);
  const spool = new DynamoTable({ client: new DynamoDBClient({}), table });
  let known: { readonly token: string; readonly until: number } | null = null;
  return createHandler(async () => {
    if (arn === undefined) return { spool, monitors, secret: null };
    if (known === null || known.until < Date.now()) {
      const { token = '' } = await readSecret(arn);
      if (token === '') throw new Error(`secret ${arn} holds no token`);
      known = { token, until: Date.now() + SECRET_MILLISECONDS };
    }
    return { spool, monitors, secret: known.token };
  });
}

export const handler = onLambda();
