import { readFile } from 'node:fs/promises';

/** The page consists of these; nothing else is ever read. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['page.js', 'text/javascript; charset=utf-8'],
  ['page.css', 'text/css; charset=utf-8'],
  ['icon.svg', 'image/svg+xml'],
  ['icon-waiting.svg', 'image/svg+xml'],
]);

const INDEX = 'index.html';
/** Its place for the token of a page that has signed in. */
const TOKEN_PLACE = '<meta name="mcp-guard-page" content=""';

export interface PageFile {
  readonly type: string;
  readonly bytes: Buffer;
}

/** The files of the page, held in memory. */
export interface PageFiles {
  /** Files by the name in `/assets/`. */
  readonly assets: ReadonlyMap<string, PageFile>;
  /** @param token of the page; empty before it has signed in. Base64url */
  index(token: string): string;
}

/** @param folder of the built page, as a URL that ends with a slash */
export async function readPage(folder: URL): Promise<PageFiles> {
  const index = await readFile(new URL(INDEX, folder), 'utf8');
  if (!index.includes(TOKEN_PLACE)) throw new Error('the page has no place for its token');
  const assets = await Promise.all(
    [...TYPES].map(async ([name, type]): Promise<[string, PageFile]> => {
      return [name, { type, bytes: await readFile(new URL(name, folder)) }];
    }),
  );
  return {
    assets: new Map(assets),
    index: (token) => index.replace(TOKEN_PLACE, () => TOKEN_PLACE.replace('""', () => `"${token}"`)),
  };
}
