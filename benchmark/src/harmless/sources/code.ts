import { filesOf, nameMatches } from '../files.js';
import { inHome, MODULES } from '../folders.js';
import type { Source } from '../text.js';

const isSource = nameMatches(/\.(?:[cm]?[jt]sx?|css|json|ya?ml|vue|wat|sh)$/);
const isDeclaration = nameMatches(/\.d\.[cm]?ts$/);

/** Sources of programs and libraries. Their tests may hold true keys, and are left out. */
export const code: Source = {
  name: 'code',
  collected: (workshop) => [
    filesOf(workshop, [MODULES], (path) => isSource(path) && !isDeclaration(path)),
    filesOf(
      workshop,
      ['/usr/lib/python3', ...inHome('.pyenv/versions/*/lib')],
      nameMatches(/\.(?:py|pyi|txt|toml|cfg)$/),
    ),
    filesOf(workshop, ['/usr/share/perl', '/usr/share/perl5'], nameMatches(/\.(?:p[lm]|pod|t)$/)),
    filesOf(workshop, ['/usr/include'], nameMatches(/\.(?:h|hpp|hh|inc)$|^[a-z_]{1,40}$/)),
    filesOf(workshop, inHome('.rustup/toolchains/*/lib/rustlib/src'), nameMatches(/\.(?:rs|toml|md)$/)),
  ],
};
