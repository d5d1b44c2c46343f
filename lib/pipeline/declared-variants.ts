import { parseDocument } from 'yaml';
import { z } from 'zod';
import { ConfigError } from '../errors.ts';
import type { Ports } from './ports.ts';

/** What a baseline version's `variant.yaml` says. */
export interface DeclaredVariant {
  readonly version: string;
  readonly variant: string;
  /** By metric. */
  readonly crossValidation: Readonly<Record<string, CrossValidation>>;
}

export interface CrossValidation {
  readonly mean: number;
  /** Standard deviation over the folds; null for one fold, or where it isn't said. */
  readonly std: number | null;
}

const declaration = z.strictObject({
  variant: z.union([z.string().min(1), z.number(), z.boolean()]).transform(String),
  cross_validation: z
    .record(
      z.string(),
      z.union([
        z.array(z.number()).min(1),
        z.strictObject({ mean: z.number(), std: z.number().min(0).optional() }),
      ]),
    )
    .default({}),
});

/** Whether an object of a data set's folder is no data but says whose it is. */
export function isDeclaration(key: string): boolean {
  return /\/variant\.(ya?ml|json)$/.test(key);
}

/** The declarations among the objects of `baselines/<monitor>/`. @throws ConfigError for a wrong one */
export async function readDeclarations(
  ports: Ports,
  objects: readonly { readonly key: string }[],
): Promise<DeclaredVariant[]> {
  const keys = objects.map(({ key }) => key).filter(isDeclaration);
  const read = await Promise.all(
    keys.map(async (key) => ({ key, text: await ports.workspace.read(key) })),
  );
  return read.flatMap(({ key, text }) => (text === null ? [] : [parseDeclaration(key, text)]));
}

/** @throws ConfigError */
export function parseDeclaration(key: string, text: string): DeclaredVariant {
  const document = parseDocument(text);
  const [syntax] = document.errors;
  if (syntax) throw new ConfigError(`${key}: ${syntax.message}`);
  const parsed = declaration.safeParse(document.toJS());
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      ({ path, message }) => `${key}: ${path.join('.') || 'the file'}: ${message}`,
    );
    throw new ConfigError(
      `${lines.join('\n')}; write it as in { variant: m2, cross_validation: { roc_auc: [0.81, 0.79] } }`,
    );
  }
  const scores = Object.entries(parsed.data.cross_validation).map(([metric, given]) => [
    metric,
    Array.isArray(given) ? summarise(given) : { mean: given.mean, std: given.std ?? null },
  ]);
  return {
    version: key.split('/').at(-2) ?? '',
    variant: parsed.data.variant,
    crossValidation: Object.fromEntries(scores),
  };
}

function summarise(folds: readonly number[]): CrossValidation {
  const mean = folds.reduce((sum, one) => sum + one, 0) / folds.length;
  if (folds.length < 2) return { mean, std: null };
  const squares = folds.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return { mean, std: Math.sqrt(squares / (folds.length - 1)) };
}
