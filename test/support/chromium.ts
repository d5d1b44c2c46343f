import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A headless Chromium of this machine. @throws where there is none: pages can't be tested without */
export async function openChromium(): Promise<Browser> {
  const executablePath = PLACES.find((place) => existsSync(place));
  if (!executablePath)
    throw new Error(
      `no Chromium at ${PLACES.join(', ')}: the tests of pages need one; Debian and Ubuntu have it as the package "chromium"`,
    );
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}
