/// <reference lib="dom" />
import { type ComponentChild, render } from 'preact';
import { tellWhatIsNear } from './hover.ts';

/** Draws into the page's place for it; where that fails the page says why. */
export function startPage(draw: (show: (content: ComponentChild) => void) => Promise<void>): void {
  const root = document.getElementById('app');
  if (!root) throw new Error('this page has no place to draw in');
  tellWhatIsNear();
  draw((content) => render(content, root)).catch(tellFailure);
}

export function tellFailure(error: Error): void {
  const state = document.getElementById('state');
  if (!state) throw error;
  state.textContent =
    location.protocol === 'file:'
      ? 'A page that is opened as a file can load nothing. Run: driftwatch serve <workspace>'
      : `This could not be loaded: ${error.message}`;
}
