import { chiSquareSurvival } from '../chi-square.ts';
import type { Noise } from './noise.ts';

/** Of a distance whose `power`-th power times `unit` is about chi-square with these degrees of freedom. */
export function chiSquareNoise(law: {
  readonly size: number;
  readonly power: 1 | 2;
  readonly unit: number;
  readonly degreesOfFreedom: number;
}): Noise {
  const { size, power, unit, degreesOfFreedom } = law;
  return {
    size,
    power,
    expected: degreesOfFreedom / unit,
    survival: (distance) => chiSquareSurvival(distance ** power * unit, degreesOfFreedom),
  };
}

/** Of a difference with this standard error, signs aside (`sides` 2), or of one that counts on one side alone. */
export function normalNoise(standardError: number, size: number, sides: 1 | 2): Noise {
  return {
    size,
    power: 2,
    expected: standardError ** 2,
    survival: (distance) =>
      standardError > 0
        ? (chiSquareSurvival((distance / standardError) ** 2, 1) * sides) / 2
        : distance > 0
          ? 0
          : 1,
  };
}
