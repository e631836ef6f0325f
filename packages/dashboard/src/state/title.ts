import type { Page } from './page.js';

const NAME = 'mcp-guard';

/** The title and the icon of the tab say how many calls wait; what is new is read out. */
export function showWaiting(page: Page, document: Document): void {
  let known: ReadonlySet<string> | undefined;
  page.approvals.subscribe((approvals) => {
    const pending = (approvals ?? []).filter(({ state }) => state === 'pending').map(({ id }) => id);
    document.title = pending.length === 0 ? NAME : `(${pending.length}) ${NAME}`;
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    const href = pending.length === 0 ? '/assets/icon.svg' : '/assets/icon-waiting.svg';
    if (icon && icon.getAttribute('href') !== href) icon.setAttribute('href', href);
    if (pending.some((id) => known && !known.has(id))) {
      page.announced.set(`A call waits for a decision; ${pending.length} in all.`);
    }
    known = new Set(pending);
  });
}
