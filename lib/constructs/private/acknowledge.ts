import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Notes why findings of a policy check are right as they are, by rule. */
export function acknowledge(scope: IConstruct, reasons: Readonly<Record<string, string>>): void {
  for (const [id, reason] of Object.entries(reasons)) {
    Validations.of(scope).acknowledge({ id, reason });
  }
}

/** Notes why a policy ends in a wildcard there. */
export function acknowledgeWildcards(
  scope: IConstruct,
  resources: readonly string[],
  reason: string,
): void {
  for (const resource of resources) {
    const shown = asReported(Stack.of(scope).resolve(resource));
    acknowledge(scope, { [`AwsSolutions-IAM5[Resource::${shown}]`]: reason });
  }
}

/** A resolved token as cdk-nag prints it in the names of its findings. */
function asReported(resolved: unknown): string {
  if (typeof resolved === 'string') return resolved;
  const [[intrinsic, value] = []] = Object.entries(resolved as Record<string, unknown>);
  if (intrinsic === 'Ref') return `<${value}>`;
  if (intrinsic === 'Fn::GetAtt') return `<${(value as string[]).join('.')}>`;
  if (intrinsic === 'Fn::Join') return (value as [string, unknown[]])[1].map(asReported).join('');
  return JSON.stringify(resolved);
}
