import type { ComponentChildren } from 'preact';
import { renderToStaticMarkup } from 'preact-render-to-string';
import type { PageAssets } from './bundle-assets.ts';
import { pageAssets } from './page-assets.ts';

export interface PageProps {
  /** Of the browser's tab. */
  readonly title: string;
  /** Beside the product's name at the top. */
  readonly masthead: ComponentChildren;
  /** The page's parts, as `[id, name]`; none: no bar. */
  readonly parts?: readonly (readonly [string, string])[];
  readonly script: keyof PageAssets;
  /** Beside the look of all pages. */
  readonly style?: keyof PageAssets;
  /** Sources that the page may load from, for its content security policy. */
  readonly connect?: 'self';
  readonly children?: ComponentChildren;
}

/** End tags that HTML does without; what is escaped holds none, a page of tables a hundred kilobytes. */
const OPTIONAL = /<\/(?:td|th|tr|thead|tbody|li|dt|dd)>/g;

/** A page as the text of one file that asks nothing of anywhere. Everything in `children` is escaped. */
export function renderPage(props: PageProps): string {
  return `<!doctype html>\n${renderToStaticMarkup(<Page {...props} />).replace(OPTIONAL, '')}\n`;
}

function Page({ title, masthead, parts = [], script, style, connect, children }: PageProps) {
  const assets = pageAssets();
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "script-src 'unsafe-inline'",
    'img-src data:',
    ...(connect ? ["connect-src 'self'"] : []),
  ].join('; ');
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="data:," />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: assets.page + (style ? assets[style] : '') }} />
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to the content
        </a>
        <header class="masthead">{masthead}</header>
        {parts.length > 0 && (
          <nav class="nav" aria-label="Parts of this page">
            <div>
              {parts.map(([id, name]) => (
                <a key={id} href={`#${id}`}>
                  {name}
                </a>
              ))}
            </div>
          </nav>
        )}
        <main id="content">{children}</main>
        <script dangerouslySetInnerHTML={{ __html: assets[script] }} />
      </body>
    </html>
  );
}
