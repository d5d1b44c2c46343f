import { InvalidArgumentError } from 'commander';

/** A whole number from 1 on, for an option. */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('write a whole number from 1 on');
  return value;
}
