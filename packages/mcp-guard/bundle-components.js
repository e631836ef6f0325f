import { readFileSync } from 'node:fs';

/** The folder of the package that a module of others belongs to; nothing for one of ours. */
const folderOf = (module) => /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//u.exec(module)?.[1];

/** The folders of all packages that are in a bundle. */
export const foldersOf = (bundle) =>
  new Set(
    Object.values(bundle)
      .flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []))
      .map(folderOf)
      .filter((folder) => folder !== undefined),
  );

/** Writes the name, version and licence of each bundled package into a file beside the bundle, for the list of components. */
export const components = (fileName) => ({
  name: 'components',
  generateBundle(_, bundle) {
    const all = [...foldersOf(bundle)].map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
      return { name, version, license };
    });
    const source = JSON.stringify(all.toSorted((one, other) => (one.name < other.name ? -1 : 1)));
    this.emitFile({ type: 'asset', fileName, source });
  },
});
