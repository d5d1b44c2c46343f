/** What profiles and baselines sum. Those of another number don't add up with ours: they are made anew. */
export const PROFILE_SCHEMA = 2;
