import { readdirSync, readFileSync } from 'node:fs';

const LICENCE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/iu;

/** The folder of the package that a module of others belongs to; nothing for one of ours. */
const folderOf = (module) => /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//u.exec(module)?.[1];

/** Writes the licence of each bundled package into a file beside the bundle. A package that names none fails the build. */
export function licences(fileName) {
  return {
    name: 'licences',
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
      const folders = new Set(modules.map(folderOf).filter((folder) => folder !== undefined));
      const texts = [...folders].map(describe).toSorted();
      this.emitFile({ type: 'asset', fileName, source: texts.join(`\n${'-'.repeat(80)}\n\n`) });
    },
  };
}

function describe(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  if (typeof license !== 'string') throw new Error(`${name}@${version} names no licence`);
  const files = readdirSync(folder).filter((file) => LICENCE.test(file));
  const texts = files.map((file) => readFileSync(`${folder}/${file}`, 'utf8'));
  // A few have no file with it, and their manifest is all that says who gives it.
  const given = texts.length > 0 ? texts : [`By ${author?.name ?? author ?? 'its contributors'}.\n`];
  return [`${name}@${version} (${license})\n`, ...given].join('\n');
}
