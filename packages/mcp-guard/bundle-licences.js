import { readdirSync, readFileSync } from 'node:fs';
import { foldersOf } from './bundle-components.js';

const LICENCE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/iu;

/** Writes the licence of each bundled package into a file beside the bundle. A package that names none fails the build. */
export function licences(fileName) {
  return {
    name: 'licences',
    generateBundle(_, bundle) {
      const texts = [...foldersOf(bundle)].map(describe).toSorted();
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
