import { request } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFolder } from '../../lib/adapters/folder/ports.ts';
import { layout } from '../../lib/pipeline/layout.ts';
import type { Workspace } from '../../lib/pipeline/ports.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import { type Served, servePages } from '../../lib/report/serve/serve-pages.ts';
import { openChromium } from '../support/chromium.ts';
import { monitor as example, exampleWorkspace, TODAY } from '../support/example-workspace.ts';
import { graveFaults } from '../support/grave-faults.ts';
import { overviewYear, YEAR } from '../support/overview-year.ts';
import { HOSTILE } from '../support/wide-workspace.ts';

let browser: Browser;
const ends: (() => Promise<void>)[] = [];
const served: Record<'example' | 'year', string> = {} as never;

async function serve(workspace: Pick<Workspace, 'read'>): Promise<string> {
  const server: Served = await servePages(workspace, 0);
  ends.push(server.close);
  return new URL('/', server.url).href;
}

beforeAll(async () => {
  browser = await openChromium();
  const { root, remove } = await exampleWorkspace();
  const ports = await openFolder(root, { threads: 1 });
  ends.push(ports.close, remove);
  const summary = await runMonitor(ports, {
    ...{ monitor: example, now: TODAY, run: 'r', withReports: true },
  });
  expect(summary).toMatchObject({ failed: [], overview: null });
  served.example = await serve(ports.workspace);
  const files = overviewYear();
  served.year = await serve({ read: async (key) => files.get(key) ?? null });
}, 240_000);

afterAll(async () => {
  await browser?.close();
  for (const end of ends) await end();
});

const pathOf = (name: 'example' | 'year', query = '') =>
  served[name] + layout.overview(name === 'year' ? YEAR.monitor : example.monitor) + query;

async function open(
  url: string,
  { width = 1400, scheme = 'light' }: { width?: number; scheme?: 'light' | 'dark' } = {},
) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
  const faults: string[] = [];
  const asked: string[] = [];
  page.on('console', (message) => faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('dialog', async (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on('request', (one) => {
    const { protocol, origin, pathname } = new URL(one.url());
    if (protocol === 'data:') return;
    asked.push(pathname);
    if (origin !== new URL(url).origin) faults.push(one.url());
  });
  await page.goto(url);
  const drawn = url.includes('/reports/index.html') ? '#monitors table' : 'body[data-drawn]';
  await page.waitForSelector(drawn, { state: 'attached' });
  return { page, faults, asked };
}

const pages = () =>
  [
    ['the example', pathOf('example', '?days=all')],
    ['a year', pathOf('year', '?days=365')],
    ['all monitors', `${served.example}reports/index.html`],
  ] as const;

describe.each([0, 1, 2])('overview page %#', (place) => {
  it('loads without a complaint and asks nothing of anywhere else', async () => {
    const { page, faults } = await open(pages()[place]?.[1] ?? '');
    expect(faults).toEqual([]);
    await page.close();
  });

  it.each([390, 800, 1400])('has nothing that overflows at %d px', async (width) => {
    const { page } = await open(pages()[place]?.[1] ?? '', { width });
    const over = await page.evaluate(() =>
      [...document.querySelectorAll('body *')]
        .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1)
        .filter((one) => !one.closest('.scroll, .skip'))
        .map((one) => `${one.tagName} ${one.textContent?.slice(0, 40)}`),
    );
    expect(over).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      width,
    );
    await page.close();
  });

  it.each(['light', 'dark'] as const)(
    'has no serious accessibility fault in %s',
    async (scheme) => {
      const { page } = await open(pages()[place]?.[1] ?? '', { scheme });
      expect(await graveFaults(page)).toEqual([]);
      await page.close();
    },
  );
});

describe('the overview of a monitor', () => {
  it('leads from its windows and its incident to reports that are there', async () => {
    const { page } = await open(pathOf('example', '?days=all'));
    expect(await page.locator('h1').textContent()).toMatch(/one incident is open: column income/);
    expect(await page.locator('#incidents rect').count()).toBe(1);
    expect(await page.locator('#windows tbody tr').count()).toBe(3);
    for (const link of ['#incidents tbody a', '#windows tbody a']) {
      const href = await page
        .locator(link)
        .first()
        .evaluate((one) => (one as HTMLAnchorElement).href);
      expect((await page.request.get(href)).status()).toBe(200);
    }
    await page.close();
  });

  it('opens the report of the cell that is clicked, or chosen by keys', async () => {
    const { page } = await open(pathOf('example', '?days=all'));
    const map = page.locator('#heat svg');
    const box = await map.boundingBox();
    await map.click({ position: { x: (box?.width ?? 0) - 20, y: 10 } });
    await page.waitForURL(/window=2026-11-04T0000Z\.html$/);
    await page.goBack();
    await page.waitForSelector('body[data-drawn]');
    await map.focus();
    for (const key of ['ArrowLeft', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await page.waitForURL(/window=2026-11-03T0000Z\.html$/);
    await page.close();
  });

  it('draws a cell for each column of each window, and of a year no more than is asked for', async () => {
    const { page, asked } = await open(pathOf('year'));
    expect(await page.locator('body').getAttribute('data-drawn')).toBe('90');
    expect(asked.filter((one) => one.endsWith('.slices.json'))).toEqual([]);
    expect(asked.filter((one) => /\d{4}-\d\d\.json$/.test(one)).length).toBeLessThan(6);
    await page.locator('#range').selectOption('365');
    await page.waitForSelector('body[data-drawn="365"]');
    const cells = await page.evaluate(() =>
      [...document.querySelectorAll('#heat svg path')]
        .map((path) => path.getAttribute('d')?.split('M').length ?? 1)
        .reduce((sum, parts) => sum + parts - 1, 0),
    );
    expect(cells).toBe(YEAR.days * YEAR.columns);
    expect(await page.locator('#charts figure').count()).toBe(6);
    await page.close();
  });

  it('opens 50 columns over a year of days with few elements, files and bytes, not much later than three windows', async () => {
    const drawn = async (url: string) => {
      const { page, asked } = await open(url);
      const found = await page.evaluate(() => ({
        at: performance.getEntriesByName('drawn')[0]?.startTime ?? Number.POSITIVE_INFINITY,
        bytes: performance
          .getEntriesByType('resource')
          .reduce((sum, one) => sum + (one as PerformanceResourceTiming).decodedBodySize, 0),
        elements: document.querySelectorAll('#heat *, #incidents *').length,
      }));
      await page.close();
      return { ...found, files: asked.length };
    };
    const few: number[] = [];
    const year: number[] = [];
    for (let i = 0; i < 3; i++) {
      few.push((await drawn(pathOf('example', '?days=all'))).at);
      const { at, bytes, elements, files } = await drawn(pathOf('year', '?days=365'));
      year.push(at);
      expect(bytes).toBeLessThan(2e6);
      expect(elements).toBeLessThan(3000);
      expect(files).toBeLessThanOrEqual(15);
    }
    // On a machine with nothing else to do 0.1 and 0.5 s: docs/overview.md.
    expect(Math.min(...year) / Math.min(...few)).toBeLessThan(20);
  });

  it('keeps its filters in the address, and reads slices where one is asked for', async () => {
    const { page } = await open(pathOf('year'));
    await page.locator('#segment').selectOption(YEAR.segment);
    await page.locator('#variant').selectOption('challenger');
    await page.waitForFunction(() => location.search.includes('variant='));
    const { page: again, asked, faults } = await open(page.url());
    expect(await again.locator('#segment').inputValue()).toBe(YEAR.segment);
    expect(await again.locator('#variant').inputValue()).toBe('challenger');
    expect(await again.locator('#state').textContent()).toContain(
      `of ${YEAR.segment}, variant challenger,`,
    );
    expect(await again.locator('#charts figure').count()).toBe(1);
    expect(asked.some((one) => one.endsWith('.slices.json'))).toBe(true);
    expect(faults).toEqual([]);
    // Not measured together with the segment: the last choice counts.
    await again.locator('#variant').selectOption('shadow');
    await again.waitForFunction(() => !location.search.includes('segment='));
    expect(await again.locator('#segment').inputValue()).toBe('');
    expect(await again.locator('#state').textContent()).toContain('of variant shadow,');
    await page.close();
    await again.close();
  });

  it('tells the values under the pointer, and has them as a table', async () => {
    const { page } = await open(pathOf('year'));
    const chart = page.locator('#charts figure').first();
    expect(await chart.locator('tbody tr').count()).toBe(0);
    await chart.locator('svg').hover({ position: { x: 150, y: 60 } });
    await page.waitForFunction(() => document.querySelectorAll('#charts tbody tr').length === 90);
    await chart.locator('svg').hover({ position: { x: 160, y: 60 } });
    expect(await chart.locator('.tip').textContent()).toMatch(
      /^2026-\d\d-\d\d\nValue: 0\.7\d*\n95 % interval: .*\nBaseline: 0\.75\nLimits: at least 0\.6\n/,
    );
    const other = page.locator('#charts figure').nth(1);
    await other.locator('summary').click();
    expect(await other.locator('tbody tr').count()).toBe(90);
    await page.close();
  });

  it('shows what is called like a tag as text', async () => {
    const { page, faults } = await open(pathOf('year'));
    expect(await page.locator('h1').textContent()).toContain(HOSTILE);
    expect(await page.locator('#incidents').textContent()).toContain(HOSTILE);
    expect(await page.locator('#heat').textContent()).toContain('<img src=x');
    expect(await page.locator('img').count()).toBe(0);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('says what to do where it was opened as a file', async () => {
    const page = await browser.newPage();
    const { pathname } = new URL(import.meta.url);
    const folder = pathname.replace(/[^/]*$/, '');
    await page.route('file:///**/index.html', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: overviewYear().get(layout.overview('year')) ?? '',
      }),
    );
    await page.goto(`file://${folder}index.html`);
    await page.waitForFunction(() => document.body.textContent?.includes('driftwatch serve'));
    await page.close();
  });
});

describe('all monitors', () => {
  it('are a row each, with what is open, a line and a way to it', async () => {
    const { page } = await open(`${served.year}reports/index.html`);
    const row = page.locator('#monitors tbody tr');
    expect(await row.count()).toBe(1);
    expect(await row.textContent()).toContain(HOSTILE);
    expect(await row.locator('svg path').count()).toBe(1);
    await row.locator('a').click();
    await page.waitForURL(/\/reports\/year\/index\.html/);
    await page.close();
  });
});

describe('serve', () => {
  /** A path as it is, which fetch would tidy. */
  const ask = (path: string, headers: Record<string, string> = {}) =>
    new Promise<number | undefined>((resolve, reject) => {
      const { port } = new URL(served.example);
      request({ host: '127.0.0.1', port, path, headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
    });

  it('gives reports and results, and nothing else of the workspace', async () => {
    expect(await ask(`/${layout.overview(example.monitor)}`)).toBe(200);
    expect(await ask(`/${layout.result(example.monitor, Date.parse('2026-11-04'))}`)).toBe(200);
    for (const path of [
      `/monitors/${example.monitor}.yaml`,
      `/reports/../monitors/${example.monitor}.yaml`,
      `/reports/..%2fmonitors%2f${example.monitor}.yaml`,
      '/reports/%2e%2e/%2e%2e/%2e%2e/etc/hosts.txt',
      '/reports/..%5c..%5cx.json',
      '/reports/',
      '/results/',
      '/reports/%00.json',
      '/%',
    ])
      expect([path, await ask(path)]).toEqual([path, 404]);
  });

  it('answers only to its own name', async () => {
    const { host, port } = new URL(served.example);
    const path = `/${layout.overview(example.monitor)}`;
    expect(await ask(path, { host })).toBe(200);
    expect(await ask(path, { host: `localhost:${port}` })).toBe(200);
    expect(await ask(path, { host: `evil.example:${port}` })).toBe(403);
    expect(await ask(path, { host: `127.0.0.1.evil.example:${port}` })).toBe(403);
  });
});
