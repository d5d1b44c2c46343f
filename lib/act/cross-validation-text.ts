import type { Comparison } from '../judge/compare-variants.ts';
import type { MetricComparison } from '../judge/decide-rollout.ts';
import { format } from '../judge/describe-finding.ts';
import type { CrossValidation, DeclaredVariant } from '../pipeline/declared-variants.ts';

/** `cross-validation of m2 (baseline v2): roc_auc 0.81 +- 0.01, realised 0.79: below by more than 2 of its deviations` */
export function crossValidationText(
  { champion, challenger, metrics }: Pick<Comparison, 'champion' | 'challenger' | 'metrics'>,
  declared: readonly DeclaredVariant[],
): string[] {
  const sides = [
    [champion, 'champion'],
    [challenger, 'challenger'],
  ] as const;
  return sides.flatMap(([variant, side]) =>
    declared
      .filter((one) => one.variant === variant)
      .slice(-1)
      .flatMap(({ version, crossValidation }) => {
        const parts = metrics.flatMap((metric) => {
          const score = crossValidation[metric.metric];
          return score ? [besideRealised(metric, score, metric[side])] : [];
        });
        return parts.length > 0
          ? [`cross-validation of ${variant} (baseline ${version}): ${parts.join('; ')}`]
          : [];
      }),
  );
}

function besideRealised(
  metric: MetricComparison,
  { mean, std }: CrossValidation,
  realised: number | null,
): string {
  const score = `${metric.metric} ${format(mean, metric)}${std === null ? '' : ` +- ${format(std, metric)}`}`;
  if (realised === null) return `${score}, nothing realised yet`;
  const beside = `${score}, realised ${format(realised, metric)}`;
  if (std === null) return beside;
  const shortfall = metric.worse === 'lower' ? mean - realised : realised - mean;
  return shortfall > 2 * std ? `${beside}: worse by more than two deviations` : beside;
}
