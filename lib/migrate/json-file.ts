import type { z } from 'zod';
import { ConfigError } from '../errors.ts';

/** A JSON file of that shape. @throws ConfigError with the path of what is wrong and what the file should be */
export function parseJsonFile<T>(
  text: string,
  file: string,
  schema: z.ZodType<T>,
  what: string,
): T {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new ConfigError(`${file}: not JSON: ${(error as Error).message}`);
  }
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues
    .slice(0, 5)
    .map(({ path, message }) => `${file}: ${path.join('.') || 'the file'}: ${message}`);
  throw new ConfigError(`${lines.join('\n')}\n${file} should be ${what}`);
}
