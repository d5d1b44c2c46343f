import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFolder } from '../../lib/adapters/folder/ports.ts';
import type { Monitor } from '../../lib/monitor/schema.ts';
import { layout } from '../../lib/pipeline/layout.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import type { WindowResult } from '../../lib/results.ts';
import { openChromium } from '../support/chromium.ts';
import { monitor as example, exampleWorkspace, TODAY } from '../support/example-workspace.ts';
import { graveFaults } from '../support/grave-faults.ts';
import { HOSTILE, wideMonitor, wideWorkspace } from '../support/wide-workspace.ts';

const LARGEST_BYTES = 500_000;
const PICTURE_BYTES = 60_000;

let browser: Browser;
const removals: (() => Promise<void>)[] = [];
const places: Record<'example' | 'wide', { page: string; result: WindowResult }> = {} as never;

/** Runs a workspace once; where the report of the window that starts then lies, and what it is of. */
async function reported(root: string, monitor: Monitor, window: string) {
  const ports = await openFolder(root, { threads: 1 });
  try {
    const summary = await runMonitor(ports, { monitor, now: TODAY, run: 'r', withReports: true });
    expect(summary.failed).toEqual([]);
  } finally {
    await ports.close();
  }
  const start = Date.parse(window);
  const text = await readFile(join(root, layout.result(monitor.monitor, start)), 'utf8');
  return { page: join(root, layout.page(monitor.monitor, start)), result: JSON.parse(text) };
}

beforeAll(async () => {
  browser = await openChromium();
  const small = await exampleWorkspace();
  const wide = await wideWorkspace();
  removals.push(small.remove, wide.remove);
  places.example = await reported(small.root, example, '2026-11-04');
  places.wide = await reported(wide.root, wideMonitor, '2026-11-04');
}, 240_000);

afterAll(async () => {
  await browser?.close();
  for (const remove of removals) await remove();
});

/** The page as a browser of that width shows it, with all that it complained of or asked for elsewhere. */
async function open(
  name: 'example' | 'wide',
  { width = 1400, scheme = 'light' }: { width?: number; scheme?: 'light' | 'dark' } = {},
) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'info') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('dialog', async (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  const url = pathToFileURL(places[name].page).href;
  page.on('request', (request) => {
    if (request.url() !== url && !request.url().startsWith('data:')) faults.push(request.url());
  });
  await page.goto(url);
  return { page, faults };
}

const unfold = (page: Page) =>
  page.evaluate(() => {
    for (const one of document.querySelectorAll('details')) one.open = true;
  });

describe.each(['example', 'wide'] as const)('the report of the %s workspace', (name) => {
  it('loads without a complaint and asks for nothing elsewhere', async () => {
    const { page, faults } = await open(name);
    expect(await page.title()).toContain('2026-11-04');
    expect(faults).toEqual([]);
    await page.close();
  });

  it.each([390, 800, 1400])('has nothing that overflows at %d px, folded or not', async (width) => {
    const { page } = await open(name, { width });
    for (const folded of [true, false]) {
      if (!folded) await unfold(page);
      const over = await page.evaluate(() =>
        [...document.querySelectorAll('body *')]
          .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1)
          .filter((one) => !one.closest('.scroll, .nav'))
          .map((one) => `${one.tagName} ${one.textContent?.slice(0, 40)}`),
      );
      expect(over).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(width);
    }
    await page.close();
  });

  it.each(['light', 'dark'] as const)(
    'has no serious accessibility fault in %s',
    async (scheme) => {
      const { page } = await open(name, { scheme });
      if (name === 'example') await unfold(page);
      expect(await graveFaults(page)).toEqual([]);
      await page.close();
    },
  );

  it('draws a chart of each column, of as many marks as its numbers', async () => {
    const { page } = await open(name);
    const { distributions = [] } = places[name].result;
    expect(distributions.length).toBeGreaterThan(0);
    const drawn = await page.evaluate(() =>
      [...document.querySelectorAll('#columns figure')].flatMap((figure) => {
        const caption = figure.querySelector('figcaption')?.textContent ?? '';
        if (!/^(Distribution|Shares)/.test(caption)) return [];
        const column = figure.closest('article, details')?.querySelector('h3')?.textContent;
        const rows = figure.querySelectorAll('tbody tr').length;
        const bars = figure.querySelectorAll('svg rect').length;
        const lines = figure.querySelectorAll('svg path[d*="V"], svg path[d*="L"]').length;
        return [{ column, rows, bars, lines }];
      }),
    );
    expect(drawn.map(({ column }) => column).sort()).toEqual(
      distributions.map(({ column }) => column).sort(),
    );
    for (const one of distributions) {
      const chart = drawn.find(({ column }) => column === one.column);
      if (one.type === 'categorical') {
        // A bar of each side for each category; a table row more for the others.
        expect(chart?.bars).toBe(2 * one.categories.length);
        expect(chart?.rows).toBeGreaterThanOrEqual(one.categories.length);
      } else {
        expect(chart?.rows).toBeGreaterThanOrEqual(one.bins?.shares.current?.length ?? 0);
        // The outline of the baseline and that of the window.
        expect(chart?.lines).toBe(2);
      }
    }
    await page.close();
  });
});

describe('a report', () => {
  it('says first what is wrong, and links each metric to what it means', async () => {
    const { page } = await open('example');
    expect(await page.locator('h1').textContent()).toMatch(
      /^Look now: wasserstein_normalised of income is .* \(at most /,
    );
    const broken = await page.evaluate(() =>
      [...document.querySelectorAll('a[href^="#"]')]
        .map((link) => link.getAttribute('href')?.slice(1) ?? '')
        .filter((id) => !document.getElementById(id)),
    );
    expect(broken).toEqual([]);
    await page.locator('#performance a.term').first().click();
    expect(await page.locator('#terms details').getAttribute('open')).not.toBeNull();
    await page.close();
  });

  it('tells the values under the pointer', async () => {
    const { page } = await open('example');
    const chart = page.locator('#columns article svg').first();
    await chart.hover({ position: { x: 120, y: 50 } });
    expect(await page.locator('.tip').textContent()).toMatch(/baseline: .*%\s*window: .*%/s);
    await page.close();
  });

  it('shows what is called like a tag as text: columns, categories, segments, variants', async () => {
    const { page, faults } = await open('wide');
    await unfold(page);
    const text = (await page.locator('body').textContent()) ?? '';
    expect(text.split(HOSTILE).length).toBeGreaterThan(10);
    expect(await page.locator('h3', { hasText: HOSTILE }).count()).toBeGreaterThan(0);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('[onerror]').count()).toBe(0);
    const chart = page.locator('#columns article', { hasText: 'text0' }).locator('svg').first();
    await chart.hover({ position: { x: 200, y: 20 } });
    expect(faults).toEqual([]);
    await page.close();
  });

  it('of 50 columns stays under 500 KB, and what it draws under 60 KB of the result', async () => {
    expect((await stat(places.wide.page)).size).toBeLessThan(LARGEST_BYTES);
    const { distributions = [], curves } = places.wide.result;
    expect(distributions.length).toBeGreaterThanOrEqual(50);
    expect(JSON.stringify({ distributions, curves }).length).toBeLessThan(PICTURE_BYTES);
  });

  it('prints with its columns unfolded', async () => {
    const { page } = await open('example');
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.length).toBeGreaterThan(20_000);
    await page.close();
  });
});
