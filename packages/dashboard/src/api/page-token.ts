const KEY = 'mcp-guard-page';

/** The token of this page is kept here: in this tab, for as long as it lives. */
export interface TokenKeeper {
  read(): string | null;
  keep(token: string): void;
  forget(): void;
}

/** The token that `/enter` has put into the page goes from the page into the tab's storage. */
export function createTokenKeeper(document: Document, storage: Storage): TokenKeeper {
  const meta = document.querySelector<HTMLMetaElement>(`meta[name="${KEY}"]`);
  if (meta?.content) storage.setItem(KEY, meta.content);
  meta?.remove();
  return {
    read: () => storage.getItem(KEY),
    keep: (token) => storage.setItem(KEY, token),
    forget: () => storage.removeItem(KEY),
  };
}
