/**
 * Makes all that a release consists of, in `release/` at the root: the package, its list of components (CycloneDX 1.6),
 * the notes, and the SHA-256 checksums of them. It uploads nothing: `docs/releasing.md` says how that is done.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => new URL(path, import.meta.url);
const read = (path) => readFileSync(here(path), 'utf8');
const given = process.argv.slice(2);
if (given.length !== 1 || given[0] !== '--dry-run') {
  process.stderr.write('usage: pnpm release --dry-run\nnothing uploads by itself: docs/releasing.md has the steps\n');
  process.exit(64);
}

const { name, version, license } = JSON.parse(read('package.json'));
const folder = here('../../release/');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);

const options = { cwd: fileURLToPath(here('.')), encoding: 'utf8' };
execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', fileURLToPath(folder)], options);

/** https://github.com/package-url/purl-spec */
const purlOf = (named, of) => `pkg:npm/${named.replace('@', '%40')}@${of}`;

/** An SPDX identifier or expression, as a manifest has it. */
const licencesOf = (expression) => (typeof expression === 'string' ? { licenses: [{ expression }] } : {});

function toComponent({ name: named, version: of, license: under, integrity }, scope) {
  const hex = integrity && Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');
  return {
    type: 'library',
    'bom-ref': purlOf(named, of),
    name: named,
    version: of,
    scope,
    purl: purlOf(named, of),
    ...licencesOf(under),
    ...(hex && { hashes: [{ alg: 'SHA-512', content: hex }] }),
  };
}

/** Packages whose code is in ours, and those that npm installs beside it. */
function componentsOf() {
  const bundled = ['dist/components.json', 'dist/page/components.json'].flatMap((path) => JSON.parse(read(path)));
  const { '': _, ...installed } = JSON.parse(read('npm-shrinkwrap.json')).packages;
  const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const beside = Object.entries(installed).map(([path, entry]) =>
    toComponent(Object.assign({ name: nameOf(path) }, entry), entry.optional ? 'optional' : 'required'),
  );
  const all = [...bundled.map((each) => toComponent(each, 'required')), ...beside];
  const byRef = new Map(all.map((each) => [each['bom-ref'], each]));
  return [...byRef.values()].toSorted((one, other) => (one['bom-ref'] < other['bom-ref'] ? -1 : 1));
}

const own = { type: 'application', 'bom-ref': purlOf(name, version), name, version, purl: purlOf(name, version) };
const list = componentsOf();
const components = {
  $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: { component: { ...own, ...licencesOf(license) } },
  components: list,
  dependencies: [{ ref: own['bom-ref'], dependsOn: list.map((each) => each['bom-ref']) }],
};
writeFileSync(new URL(`${name}-${version}.cdx.json`, folder), `${JSON.stringify(components, undefined, 2)}\n`);

/** The part of the changelog about this version, or what is not released yet. */
function notesOf(changelog) {
  const parts = changelog.split(/^## /mu).slice(1);
  const part = parts.find((each) => each.startsWith(version)) ?? parts.find((each) => each.startsWith('Unreleased'));
  if (part === undefined) throw new Error(`docs/changelog.md has nothing about ${version}`);
  return part.slice(part.indexOf('\n') + 1).trim();
}
writeFileSync(new URL('notes.md', folder), `${notesOf(read('../../docs/changelog.md'))}\n`);

const sums = readdirSync(folder)
  .toSorted()
  .map(
    (file) =>
      `${createHash('sha256')
        .update(readFileSync(new URL(file, folder)))
        .digest('hex')}  ${file}\n`,
  );
writeFileSync(new URL('SHA256SUMS', folder), sums.join(''));
process.stdout.write(`${readdirSync(folder).toSorted().join('\n')}\nnothing was uploaded\n`);
