import { RefusedError } from '../../errors.ts';

/** The least length of what is taken out of texts: shorter ones would take words out of them. */
const LEAST = 4;
const SHOWN_CHARACTERS = 300;

/** A text without any of the secrets, in whatever spelling a service may echo them. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const spellings = secrets
    .filter((secret) => secret.length >= LEAST)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
      JSON.stringify(secret).slice(1, -1),
    ])
    .sort((a, b) => b.length - a.length);
  return spellings.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}

/** What a service answered, as one line that a person can read, without secrets: what is cut must not be the end of one. */
export function shownAnswer(text: string, secrets: readonly string[]): string {
  const line = withoutSecrets(text, secrets).replaceAll(/\s+/g, ' ').trim();
  return line.length <= SHOWN_CHARACTERS ? line : `${line.slice(0, SHOWN_CHARACTERS)}...`;
}

/** The fields of a secret: a JSON object of strings, or a plain text, which is `token`. */
export function parseSecret(text: string): Readonly<Record<string, string>> {
  if (!text.trimStart().startsWith('{')) return { token: text.trim() };
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch {
    throw new RefusedError('the secret begins like JSON and is none');
  }
  return Object.fromEntries(
    Object.entries(fields as object).filter(([, value]) => typeof value === 'string'),
  );
}
