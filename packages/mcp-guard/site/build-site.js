/**
 * Writes the documentation as static pages with a search, to `site/` at the root or to the folder that is named:
 * `node build-site.js [folder]`. The pages need no server and no network, and run no script of others.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { findPages } from './pages.js';
import { renderPage } from './render-page.js';
import { toDocument } from './to-document.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = resolve(here, '../../..');
const out = resolve(process.argv[2] ?? join(root, 'site'));

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const groups = findPages(root);
const pages = groups.flatMap((group) => group.pages);
const sections = [];
for (const page of pages) {
  const rendered = renderPage(page, pages, readFileSync(join(root, page.source), 'utf8'));
  sections.push(...rendered.sections);
  const file = join(out, page.target);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, toDocument(page, rendered, groups));
}

// A script, since a page that is opened as a file may read no other file.
writeFileSync(join(out, 'search-index.js'), `globalThis.SECTIONS = ${JSON.stringify(sections)};\n`);
cpSync(join(here, 'style.css'), join(out, 'style.css'));
cpSync(join(root, 'packages/dashboard/src/icon.svg'), join(out, 'icon.svg'));
cpSync(join(root, 'docs/images'), join(out, 'images'), { recursive: true });
const bundle = await rolldown({ input: join(here, 'search.js'), platform: 'browser', logLevel: 'warn' });
await bundle.write({ file: join(out, 'search.js'), format: 'iife', minify: true });
await bundle.close();

process.stdout.write(`${pages.length} pages with ${sections.length} sections: ${join(out, 'index.html')}\n`);
