import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BLOCK = /^```python\n# (\w+\.py)\n(.*?)^```$/gms;

/** The page's blocks of Python, by the file name in their first line. */
export function pythonOnPage(): ReadonlyMap<string, string> {
  const page = readFileSync('docs/logging.md', 'utf8');
  return new Map([...page.matchAll(BLOCK)].map(([, name = '', text = '']) => [name, text]));
}

/** Writes them into a folder, beside the model that they score with. */
export function writePage(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of pythonOnPage()) writeFileSync(join(folder, name), text);
  writeFileSync(
    join(folder, 'model.py'),
    'def score(features):\n    return round(20000 / (20000 + features["income"]), 6)\n',
  );
}
