import { raw, type Sql } from '../../sql/sql.ts';

/** The columns of one side of a record while it is taken apart: i for the request, o for the response. */
export type Letter = 'i' | 'o';
export const named = (letter: Letter, name: string): Sql => raw(`__${letter}_${name}`);

/** Attributes are paths, or places in a list. */
export const isPlace = (attribute: string): boolean => /^\d+$/.test(attribute);
