import { pathToFileURL } from 'node:url';
import { cut } from '../cut.js';
import { DevTools, findBrowser } from '../dev-tools.js';
import { listFiles } from '../files.js';
import { GLOBAL_MODULES, inHome, MODULES } from '../folders.js';
import { toSnapshot } from '../snapshot.js';
import { toText, type HarmlessText, type Source } from '../text.js';
import type { Workshop } from '../workshop.js';

const isPage = (path: string): boolean => /\.x?html?$/.test(path);

/** What tools for browsers tell of a page: its accessibility tree, of documents that are on this machine. */
export const browser: Source = {
  name: 'browser',
  collected: (workshop) => {
    const program = findBrowser();
    if (program === undefined) {
      workshop.miss('browser', 'no Chromium, and none in CHROMIUM');
      return [];
    }
    return [
      pages(workshop, program, ['/usr/share/doc']),
      pages(workshop, program, [MODULES, GLOBAL_MODULES]),
      pages(workshop, program, inHome('.rustup/toolchains/stable*/share/doc/rust/html')),
    ];
  },
};

async function* pages(workshop: Workshop, program: string, roots: readonly string[]): AsyncGenerator<HarmlessText> {
  const random = workshop.random(`pages of ${roots.join(' ')}`);
  const paths = await listFiles(workshop, roots, isPage);
  if (paths.length === 0) return;
  const tools = await DevTools.start(workshop, program);
  try {
    for (const path of paths) {
      const tree = await tools.readTree(pathToFileURL(path).href);
      let number = 0;
      for await (const text of cut([toSnapshot(tree)], random)) yield toText(`${path} #${++number}`, text);
    }
  } finally {
    await tools.close();
  }
}
