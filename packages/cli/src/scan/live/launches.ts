import { dirname, isAbsolute, resolve } from 'node:path';
import { given } from '../../clients/read-run.js';
import { CLIENTS } from '../../clients/registry.js';
import type { ServerLaunch } from '../../servers/server-process.js';
import { endsLike } from '../find-files.js';
import type { Place } from '../rule.js';

/** One way to start a server, and wherever it stands. */
export interface Launchable {
  readonly launch: ServerLaunch;
  /** Where it stands first. */
  readonly first: Place;
  readonly places: Place[];
  /** It stands in a repository, so a stranger may have written it. */
  readonly isOfProject: boolean;
}

/** The person's own surroundings, as far as servers see them. */
export interface Around {
  readonly home: string;
  /** PATH. */
  readonly path: string;
}

/** Every way to start a server once, in the order of the files; what no command starts is left out. */
export function toLaunchables(places: readonly Place[], around: Around): readonly Launchable[] {
  const byStart = new Map<string, Launchable>();
  for (const place of places) {
    const { file, server } = place;
    const { run } = server;
    if (run.kind !== 'stdio') continue;
    const { command, args, env } = run;
    const isOfProject = file.scope === 'project';
    const cwd = folderOf(place, around.home);
    const variables = Object.keys(env)
      .toSorted()
      .map((name) => [name, env[name]]);
    const start = JSON.stringify([isOfProject, cwd, command, args, variables]);
    const known = byStart.get(start);
    if (known) known.places.push(place);
    else {
      const launch = { name: server.name, command, args, env, path: around.path, cwd };
      byStart.set(start, { launch, first: place, places: [place], isOfProject });
    }
  }
  return [...byStart.values()];
}

/** Where its client would start it, as far as that can be told. */
function folderOf({ file, server }: Place, home: string): string {
  const base = file.scope === 'project' ? projectOf(file.client, file.path) : (ofProject(server.project) ?? home);
  const own = given(server.entry, 'cwd');
  return typeof own === 'string' ? resolve(base, own) : base;
}

const ofProject = (folder: string | undefined): string | undefined =>
  folder !== undefined && isAbsolute(folder) ? folder : undefined;

/** The folder whose `.cursor/mcp.json` it is. */
function projectOf(id: string, path: string): string {
  const files = CLIENTS.find((client) => client.id === id)?.projectFiles ?? [];
  const file = files.find((each) => endsLike(path, each)) ?? '';
  return file.split('/').reduce((folder) => dirname(folder), path);
}
