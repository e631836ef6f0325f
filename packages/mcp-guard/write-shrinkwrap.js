import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

/**
 * Writes `npm-shrinkwrap.json`, with which npm installs exactly the packages that were tested, by version and hash,
 * also those behind our own dependencies. Made from `pnpm-lock.yaml`, so that there is one truth.
 */

const here = (path) => new URL(path, import.meta.url);
const manifest = JSON.parse(readFileSync(here('package.json'), 'utf8'));
const lock = parse(readFileSync(here('../../pnpm-lock.yaml'), 'utf8'));

/** Of a dependency as the lock names it: `1.2.3`, `1.2.3(peer@1.0.0)`, or `other@1.2.3` where `alias` is not its name. */
function toPackage(alias, reference) {
  const [plain] = reference.split('(');
  const at = plain.lastIndexOf('@');
  return {
    alias,
    name: at > 0 ? plain.slice(0, at) : alias,
    version: plain.slice(at + 1),
    snapshot: at > 0 ? reference : `${alias}@${reference}`,
  };
}

/** What a package finds from its folder: the nearest of that name, as Node looks for it. */
function findNearest(placed, folder, alias) {
  for (let at = folder; ; at = at.slice(0, at.lastIndexOf('node_modules/')).replace(/\/$/, '')) {
    const found = placed.get(`${at === '' ? '' : `${at}/`}node_modules/${alias}`);
    if (found || at === '') return found;
  }
}

/** Folders of all packages: at the top where their name is free there, else below the package that needs them. */
function placeAll(roots) {
  const placed = new Map();
  const queue = [];
  const place = (wanted, folder, isOptional) => {
    const nearest = findNearest(placed, folder, wanted.alias);
    if (nearest?.version === wanted.version && nearest.name === wanted.name) return;
    const path = `${nearest && folder !== '' ? `${folder}/` : ''}node_modules/${wanted.alias}`;
    const entry = { ...wanted, path, isOptional };
    placed.set(path, entry);
    queue.push(entry);
  };
  for (const root of roots) place(root, '', false);
  for (const { snapshot, path, isOptional } of queue) {
    const { dependencies = {}, optionalDependencies = {} } = lock.snapshots[snapshot];
    for (const [alias, reference] of Object.entries(dependencies)) {
      place(toPackage(alias, reference), path, isOptional);
    }
    for (const [alias, reference] of Object.entries(optionalDependencies)) {
      place(toPackage(alias, reference), path, true);
    }
  }
  return [...placed.values()];
}

function toEntry({ alias, name, version, snapshot, isOptional }) {
  const { resolution, engines, cpu, os, libc } = lock.packages[`${name}@${version}`];
  const { dependencies, optionalDependencies } = lock.snapshots[snapshot];
  const versionsOf = (needed) =>
    needed &&
    Object.fromEntries(
      Object.entries(needed).map(([key, reference]) => {
        const wanted = toPackage(key, reference);
        return [key, wanted.name === key ? wanted.version : `npm:${wanted.name}@${wanted.version}`];
      }),
    );
  return {
    ...(name !== alias && { name }),
    version,
    integrity: resolution.integrity,
    ...(isOptional && { optional: true }),
    ...(engines && { engines }),
    ...(cpu && { cpu }),
    ...(os && { os }),
    ...(libc && { libc }),
    ...(dependencies && { dependencies: versionsOf(dependencies) }),
    ...(optionalDependencies && { optionalDependencies: versionsOf(optionalDependencies) }),
  };
}

const { name, version, license, bin, engines, dependencies } = manifest;
const roots = Object.entries(lock.importers['packages/mcp-guard'].dependencies).map(([alias, { version: reference }]) =>
  toPackage(alias, reference),
);
const entries = placeAll(roots).map((each) => [each.path, toEntry(each)]);
const shrinkwrap = {
  name,
  version,
  lockfileVersion: 3,
  requires: true,
  packages: {
    '': { name, version, license, bin, engines, dependencies },
    ...Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1))),
  },
};
writeFileSync(here('npm-shrinkwrap.json'), `${JSON.stringify(shrinkwrap, undefined, 2)}\n`);
