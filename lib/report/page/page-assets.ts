import { bundleAssets, type PageAssets } from './bundle-assets.ts';

/** What is written into the bundle of a function: there are no sources beside it. */
declare const DRIFTWATCH_PAGE_ASSETS: string | undefined;

let known: PageAssets | undefined;

export function pageAssets(): PageAssets {
  known ??=
    typeof DRIFTWATCH_PAGE_ASSETS === 'string'
      ? (JSON.parse(DRIFTWATCH_PAGE_ASSETS) as PageAssets)
      : bundleAssets();
  return known;
}

/** For esbuild's `define`: a bundle that draws pages needs their scripts and styles in itself. */
export function definePageAssets(): Readonly<Record<string, string>> {
  return { DRIFTWATCH_PAGE_ASSETS: JSON.stringify(JSON.stringify(pageAssets())) };
}
