import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Entry points, by their names without suffix in what is bundled. */
const ENTRIES = {
  'report-page': 'browser/report-page.ts',
  'monitor-page': 'browser/monitor-page.tsx',
  'monitors-page': 'browser/monitors-page.tsx',
  page: 'page/page.css',
  overview: 'page/overview.css',
} as const;

export type PageAssets = Readonly<Record<keyof typeof ENTRIES, string>>;

/** Scripts and styles of the pages, each with all that it imports, as one text for browsers. Takes some 50 ms. */
export function bundleAssets(): PageAssets {
  // Asked for by need, so that no bundle of a function holds the bundler.
  const { buildSync } = createRequire(import.meta.url)('esbuild') as typeof import('esbuild');
  const { outputFiles } = buildSync({
    absWorkingDir: fileURLToPath(new URL('../', import.meta.url)),
    entryPoints: Object.entries(ENTRIES).map(([out, path]) => ({ in: path, out })),
    outdir: 'out',
    write: false,
    bundle: true,
    minify: true,
    platform: 'browser',
    target: ['es2022', 'chrome109', 'firefox115', 'safari16'],
    format: 'iife',
    charset: 'utf8',
    logLevel: 'error',
  });
  const texts = outputFiles.map(({ path, text }) => {
    const [name = ''] = path.split(/[/\\]/).slice(-1);
    return [name.replace(/\.(js|css)$/, ''), text.trim()];
  });
  return Object.fromEntries(texts) as PageAssets;
}
