export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'mcp-guard-theme';

/** Reads the last choice. */
export function readTheme(storage: Storage): Theme {
  const kept = storage.getItem(KEY);
  return THEMES.find((theme) => theme === kept) ?? 'auto';
}

export function applyTheme(root: HTMLElement, storage: Storage, theme: Theme): void {
  storage.setItem(KEY, theme);
  if (theme === 'auto') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
}
