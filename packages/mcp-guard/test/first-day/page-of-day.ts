import { launchBrowser, openSignedIn } from '../support/browser.ts';
import type { ClientsHome } from '../support/clients-home.ts';
import { until } from '../support/until.ts';

/** The page, as a person has it open beside their client. */
export interface PageOfDay {
  /** Clicks on links and buttons by their names. Returns the sentence that the page then announces. */
  click(names: readonly string[]): Promise<string>;
  headingOf(view: string): Promise<string>;
  /** Throws if something went wrong that a person would not see. */
  close(): Promise<void>;
}

/** Milliseconds that a person looks before they press. */
const LOOK = 600;

export async function openPageOf(home: ClientsHome): Promise<PageOfDay> {
  const browser = await launchBrowser();
  const { page, problems } = await openSignedIn(browser, { home: home.at('.config/mcp-guard') });
  const announced = (): Promise<string> => page.locator('p[role=status].unseen').innerText();
  const find = (name: string) => {
    const wanted = new RegExp(`^${name.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`)}(?: ?,.*)?$`, 'u');
    return page
      .getByRole('link', { name: wanted })
      .or(page.getByRole('button', { name: wanted }))
      .first();
  };
  return {
    async click(names) {
      let before = '';
      for (const name of names) {
        await find(name).waitFor();
        await page.waitForTimeout(LOOK);
        before = await announced();
        await find(name).click();
      }
      return until('the page announces what came of it', async () => {
        const now = await announced();
        return now === before ? undefined : now;
      });
    },
    async headingOf(view) {
      await find(view).click();
      return page.locator(`main[data-view="${view.toLowerCase()}"] h1`).innerText();
    },
    async close() {
      await browser.close();
      if (problems.length > 0) throw new Error(problems.join('\n'));
    },
  };
}
