import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const RUN = `async (rules) => {
  if (rules) axe.configure({ disableOtherRules: true, rules: rules.map((id) => ({ id, enabled: true })) });
  else axe.reset();
  const { violations } = await axe.run({ resultTypes: ['violations'] });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, any }) => id + ': ' + target.join(' ') + ' ' + (any[0]?.message ?? '')));
}`;

/**
 * What is a serious barrier on a page, in both colour schemes; a page stays in the light one.
 * The debugger runs axe, which the policy of the page would not admit.
 */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(`${AXE};0`);
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  const dark = await page.evaluate<readonly string[]>(`(${RUN})(null)`);
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await page.evaluate<readonly string[]>(`(${RUN})(['color-contrast'])`);
  return [...dark.map((barrier) => `dark: ${barrier}`), ...light.map((barrier) => `light: ${barrier}`)];
}
