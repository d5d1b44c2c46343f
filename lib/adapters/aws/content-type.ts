const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  json: 'application/json; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
};

/** What a browser takes an object of that key for; undefined where none is to show it. */
export function contentType(key: string): string | undefined {
  return TYPES[key.slice(key.lastIndexOf('.') + 1)];
}
