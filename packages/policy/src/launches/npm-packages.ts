import type { PackageKind } from './package-kind.js';

/** npm takes what ends so for a file, in a name and in a version (`npm-package-arg`). */
const FILE = /\.(?:tgz|tar|tar\.gz)$/i;
const NAME = /^(?:@[a-z0-9~][\w.~-]*\/)?[a-z0-9~][\w.~-]*$/i;
const VERSION = /^\d{1,16}\.\d{1,16}\.\d{1,16}(?:-[\w.-]{1,128})?(?:\+[\w.-]{1,128})?$/;

/** As `npx`, `bunx`, `pnpm dlx` and their like name them: `@scope/name@1.2.3`. */
export const npmPackages: PackageKind = {
  split(spec) {
    const at = spec.indexOf('@', 1); // the first, as npm does: what follows may be an alias with another
    return at === -1 ? { name: spec, version: undefined } : { name: spec.slice(0, at), version: spec.slice(at + 1) };
  },
  isName: (name) => NAME.test(name) && !FILE.test(name),
  isVersion: (version) => VERSION.test(version) && !FILE.test(version),
  canonical: (name) => name,
  fold: (name) => name,
  views: (word) => [word],
  inName: /[a-z0-9._~-]/,
  program:
    /^(?:npx|npm|pnpm|pnpx|pnx|yarn|yarnpkg|bunx|bun|deno|node|nodejs|corepack|tsx|ts-node)(?:-cli)?[\d.-]*(?:[cm]?js)?$/,
  folders: ['node_modules'],
};
