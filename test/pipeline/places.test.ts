import { describe, expect, it } from 'vitest';
import { placesOf } from '../../lib/pipeline/places.ts';
import type { Workspace } from '../../lib/pipeline/ports.ts';

const at = (root: string) => ({ locate: (key: string) => `${root}${key}` }) as Workspace;
const START = '2026-11-02T00:00:00Z';

describe('placesOf', () => {
  it('names the workspace as the command line takes it', () => {
    expect(placesOf({ workspace: at('s3://b/') }, 'm').workspace).toBe('s3://b');
    expect(placesOf({ workspace: at('/w/') }, 'm').workspace).toBe('/w');
    expect(placesOf({ workspace: at('/') }, 'm').workspace).toBe('/');
  });

  it("leads to a window's report where it is served, else to where it lies", () => {
    const workspace = at('s3://b/');
    expect(placesOf({ workspace }, 'm').report?.(START)).toBe(
      's3://b/reports/m/window=2026-11-02T0000Z.html',
    );
    const { report } = placesOf({ workspace, reportsUrl: 'https://reports.example/' }, 'm');
    expect(report?.(START)).toBe('https://reports.example/reports/m/window=2026-11-02T0000Z.html');
  });
});
