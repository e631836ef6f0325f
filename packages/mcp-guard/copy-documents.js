import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/** Copies what people read into the package; there is one truth, at the root of the repository. */
const DOCUMENTS = ['README.md', 'LICENSE', 'mcp-guard.example.yaml', 'docs', '.github/SECURITY.md'];

for (const path of DOCUMENTS) {
  const copy = new URL(path, import.meta.url);
  rmSync(copy, { recursive: true, force: true });
  cpSync(new URL(`../../${path}`, import.meta.url), copy, { recursive: true });
}

/** The schema of the example is at another place in the package. */
const example = new URL('mcp-guard.example.yaml', import.meta.url);
writeFileSync(example, readFileSync(example, 'utf8').replace('$schema=packages/mcp-guard/', '$schema='));

/** All below a folder that people read. */
const readable = (folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => new URL(name, folder));

/** A link to what only the repository has becomes its words. */
function unlink(file) {
  const text = readFileSync(file, 'utf8');
  const own = text.replaceAll(/\[([^\]]*)\]\(([^)\s#:]+)(?:#[^)\s]*)?\)/g, (link, words, target) =>
    existsSync(new URL(target, file)) ? link : words,
  );
  if (own !== text) writeFileSync(file, own);
}

const at = (path) => new URL(path, import.meta.url);
[at('README.md'), ...readable(at('docs/')), ...readable(at('.github/'))].forEach(unlink);
