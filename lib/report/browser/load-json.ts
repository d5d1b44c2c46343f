/// <reference lib="dom" />

/** A file beside the page; null where there is none. */
export async function loadJson<T>(path: string): Promise<T | null> {
  const answer = await fetch(path, { cache: 'no-cache' });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json() as Promise<T>;
}
