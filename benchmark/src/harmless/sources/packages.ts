import { homedir } from 'node:os';
import { join } from 'node:path';
import { filesOf, nameMatches } from '../files.js';
import { GLOBAL_MODULES, MODULES, ROOT } from '../folders.js';
import type { Source } from '../text.js';

const isDescription = nameMatches(/^(?:readme|changelog|history|licen[cs]e|copying|authors|contributing|security)/i);
const isDeclaration = nameMatches(/\.d\.[cm]?ts$/);
const isManifest = nameMatches(
  /^(?:package|.{0,40}lock)\.(?:json|yaml|toml)$|\.lock$|^(?:cargo\.toml|metadata|record)$/i,
);
/** Pages as they are written are read as other files are. */
const isPage = nameMatches(/\.x?html?(?:\.gz)?$/);

/** What packages bring along beside their code: manifests, lock files, descriptions, licences, types. */
export const packages: Source = {
  name: 'packages',
  collected: (workshop) => [
    filesOf(workshop, [MODULES, GLOBAL_MODULES], isDescription),
    filesOf(workshop, [MODULES, GLOBAL_MODULES], isDeclaration),
    filesOf(workshop, [MODULES, GLOBAL_MODULES, ROOT], isManifest),
    filesOf(workshop, ['/usr/share/doc'], (path) => !isPage(path)),
    filesOf(workshop, ['/usr/share/doc'], isPage),
    filesOf(workshop, [join(homedir(), '.local/share/pnpm/store')], () => true),
  ],
};
