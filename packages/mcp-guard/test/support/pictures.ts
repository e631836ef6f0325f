import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

interface Pictures {
  /** Finds the labels of a view, in a browser. */
  readonly labels: string;
  readonly views: Readonly<Record<string, readonly string[]>>;
}

/** The views that the documents show, with the labels that they had when they were drawn. */
export const PICTURES: Pictures = JSON.parse(readFileSync(new URL('../page/pictures.json', import.meta.url), 'utf8')); // oxlint-disable-line typescript/no-unsafe-assignment -- our own file

/** Fails if a view has headings, columns or figures that its picture has not: `pnpm screenshots` draws it again. */
export async function expectPictured(page: Page, view: string): Promise<void> {
  const shown = await page.evaluate<readonly string[]>(PICTURES.labels);
  expect(shown.filter((label) => !PICTURES.views[view]?.includes(label))).toEqual([]);
}
