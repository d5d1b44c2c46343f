/// <reference lib="dom" />
import { tellWhatIsNear } from './hover.ts';

/** The script of a window's report: values under the pointer, terms explained, folded parts opened where they are asked for. */
tellWhatIsNear();
explainTerms();
unfold();
addEventListener('hashchange', unfold);
addEventListener('beforeprint', () => {
  for (const one of document.querySelectorAll<HTMLDetailsElement>('details.calm')) one.open = true;
});

/** A link to a term of the list of terms says what the list says. */
function explainTerms(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a.term')) {
    const term = document.getElementById(link.hash.slice(1));
    link.title = term?.querySelector('dd')?.textContent ?? '';
  }
}

function unfold(): void {
  if (!location.hash) return;
  const aim = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  aim?.closest('details')?.setAttribute('open', '');
  aim?.scrollIntoView();
}
