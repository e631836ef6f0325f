import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { EXTENSIONS } from '@mcp-guard/rules';

const packages = fileURLToPath(new URL('../../', import.meta.url));
const NAMES = readdirSync(packages).filter((name) => name !== 'mcp-guard' && !name.includes('.'));

interface Layout {
  /** The files at the root of `src`: entries, and contracts that several rooms share. */
  readonly root: readonly string[];
  readonly rooms: number;
  readonly floors: number;
}

/** The packages whose files all stand in rooms. Both numbers may only fall. */
const LAYOUTS: ReadonlyMap<string, Layout> = new Map([
  ['cli', { root: ['command.ts', 'main.ts'], rooms: 23, floors: 9 }],
  ['daemon', { root: ['index.ts', 'main.ts', 'process.ts', 'timings.ts'], rooms: 19, floors: 13 }],
  ['dashboard', { root: ['app.tsx', 'main.tsx'], rooms: 7, floors: 7 }],
  ['policy', { root: ['config.ts', 'index.ts'], rooms: 16, floors: 10 }],
  ['store', { root: ['index.ts', 'store.ts', 'takeover.ts'], rooms: 10, floors: 4 }],
]);

/** `import … from`, `export … from` on the line where they end, and `import('…')`: of types too. */
const IMPORT = /(?:^(?:import|export|\}) .*from |^import |\bimport\()'(\.[^'\s]+)'/gm;

/** The entry for tests of other packages. It is no part of the package: what only it names is unused. */
const TESTING = 'testing.ts';

/** Every source file of a package, with those that it imports. Paths are relative to its `src`. */
function importsOf(name: string): ReadonlyMap<string, readonly string[]> {
  const folder = join(packages, name, 'src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && file !== TESTING,
  );
  const asWritten = (path: string): string => {
    const source = path.replace(/\.js$/, '.ts');
    return files.includes(`${source}x`) ? `${source}x` : source;
  };
  return new Map(
    files.map((file) => {
      const source = readFileSync(join(folder, file), 'utf8');
      const imported = [...source.matchAll(IMPORT)].map(([, path = '']) => normalize(join(dirname(file), path)));
      return [file, imported.map(asWritten)];
    }),
  );
}

/** The first circle that is found, as the nodes that lead back to its first one. */
function findCircle(arrows: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]): readonly string[] | undefined => {
    const at = path.indexOf(node);
    if (at >= 0) return [...path.slice(at), node];
    if (done.has(node)) return undefined;
    for (const next of arrows.get(node) ?? []) {
      const circle = visit(next, [...path, node]);
      if (circle) return circle;
    }
    done.add(node);
    return undefined;
  };
  for (const node of arrows.keys()) {
    const circle = visit(node, []);
    if (circle) return circle;
  }
  return undefined;
}

/** The first folder of a file, or the file itself at the root. */
const roomOf = (file: string): string => file.split('/', 1)[0] ?? '';

/** The rooms that each room imports from. A file at the root is a room of its own. */
function roomsOf(imports: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  const arrows = new Map<string, Set<string>>();
  for (const [file, imported] of imports)
    arrows.set(roomOf(file), new Set([...(arrows.get(roomOf(file)) ?? []), ...imported.map(roomOf)]));
  return new Map([...arrows].map(([room, others]) => [room, [...others].filter((other) => other !== room)]));
}

/** How many rooms stand on each other at most. Ends only without a circle. */
function floorsOf(arrows: ReadonlyMap<string, readonly string[]>): number {
  const floors = new Map<string, number>();
  const floorOf = (room: string): number => {
    const floor = floors.get(room) ?? 1 + Math.max(0, ...(arrows.get(room) ?? []).map(floorOf));
    floors.set(room, floor);
    return floor;
  };
  return Math.max(...[...arrows.keys()].map(floorOf));
}

/** What is loaded from elsewhere: the entries of a package, and what the bundles begin with. */
function entriesOf(name: string): ReadonlySet<string> {
  const manifest = readFileSync(join(packages, name, 'package.json'), 'utf8');
  const bundles = readFileSync(join(packages, 'mcp-guard/rolldown.config.js'), 'utf8');
  const exported = [...manifest.matchAll(/"\.\/src\/([^"]+)"/g)].map(([, path = '']) => path);
  const bundled = [...bundles.matchAll(new RegExp(`'\\.\\./${name}/dist/([^']+)\\.js'`, 'g'))];
  return new Set([...exported, ...bundled.flatMap(([, path]) => [`${path}.ts`, `${path}.tsx`])]);
}

describe.each(NAMES)('%s', (name) => {
  const imports = importsOf(name);

  it('has no file that nobody imports', () => {
    const imported = new Set([...imports.values()].flat());
    const entries = entriesOf(name);
    const unused = [...imports.keys()].filter((file) => !imported.has(file) && !entries.has(file));
    expect(unused.filter((file) => !file.endsWith('.d.ts'))).toEqual([]);
  });

  it('imports only files that exist', () => {
    expect([...imports.values()].flat().filter((file) => !imports.has(file))).toEqual([]);
  });

  it('has no circle of imports', () => {
    expect(findCircle(imports)).toBeUndefined();
  });

  it('has no circle of imports between rooms', () => {
    expect(findCircle(roomsOf(imports))).toBeUndefined();
  });
});

describe.each([...LAYOUTS])('%s', (name, { root, rooms, floors }) => {
  const imports = importsOf(name);
  const arrows = roomsOf(imports);

  it('has at its root only what its rooms share, and what is loaded first', () => {
    expect([...imports.keys()].filter((file) => !file.includes('/')).toSorted()).toEqual(root);
  });

  it(`has at most ${rooms} rooms on ${floors} floors`, () => {
    expect(arrows.size).toBeLessThanOrEqual(rooms);
    expect(floorsOf(arrows)).toBeLessThanOrEqual(floors);
  });
});

describe('what is exported', () => {
  /** Every word of a file, as far as names go. */
  const words = new Map<string, Set<string>>();
  const sources = [packages, fileURLToPath(new URL('../../../benchmark/', import.meta.url))].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(
        (file) =>
          /(?:^|\/)(?:src|test)\/.*\.tsx?$|^mcp-guard\/.*\.c?js$/.test(file) &&
          !/node_modules|\/dist\//.test(file) &&
          !file.endsWith(`/src/${TESTING}`),
      )
      .map((file) => join(folder, file)),
  );
  for (const file of sources) {
    for (const word of new Set(readFileSync(file, 'utf8').match(/[\w$]+/g))) {
      words.set(word, (words.get(word) ?? new Set()).add(file));
    }
  }

  it('is named in another file', () => {
    const unused = sources
      .filter((file) => file.includes('/src/'))
      .flatMap((file) =>
        [...readFileSync(file, 'utf8').matchAll(/^export (?:async )?(?:const|function\*?|class|let) ([\w$]+)/gm)]
          .filter(([, name = '']) => words.get(name)?.size === 1)
          .map(([, name]) => `${relative(packages, file)}: ${name}`),
      );
    expect(unused).toEqual([]);
  });

  it.each(NAMES.filter((name) => existsSync(join(packages, name, 'src', TESTING))))(
    'by the testing entry of %s is named in a test of another package',
    (name) => {
      const isUser = (file: string): boolean => file.includes('/test/') && !file.startsWith(join(packages, name, '/'));
      const entry = readFileSync(join(packages, name, 'src', TESTING), 'utf8');
      const named = [...entry.matchAll(/^export (?:type )?\{([^}]+)\}/gm)].flatMap(
        ([, list = '']) => list.match(/\w+/g) ?? [],
      );
      const exported = named.filter((word) => word !== 'type');
      expect(exported).not.toEqual([]);
      expect(exported.filter((word) => ![...(words.get(word) ?? [])].some(isUser))).toEqual([]);
    },
  );
});

describe('methods of the protocol', () => {
  /** The client's end of the protocol, which speaks it; all else asks the table. */
  const SPEAKS = /^rules\/src\/extensions\/|^core\/src\/wire\/method-names|^daemon\/src\/ends\/remote\//;
  const METHOD = /'(\w+\/\w[\w/]*)'/g;
  const known = new Set(EXTENSIONS.flatMap(({ methods }) => Object.keys(methods)));

  it('are named in the files of extensions only', () => {
    const named = ['core', 'policy', 'rules', 'daemon'].flatMap((name) =>
      readdirSync(join(packages, name, 'src'), { recursive: true, encoding: 'utf8' })
        .map((file) => `${name}/src/${file}`)
        .filter((file) => file.endsWith('.ts') && !SPEAKS.test(file))
        .flatMap((file) =>
          [...readFileSync(join(packages, file), 'utf8').matchAll(METHOD)]
            .filter(([, method = '']) => known.has(method))
            .map(([, method]) => `${file}: ${method}`),
        ),
    );
    expect(named).toEqual([]);
  });
});
