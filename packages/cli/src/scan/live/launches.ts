import { startFolder } from '../../clients/start-folder.js';
import type { ServerLaunch } from '../../servers/ask-server.js';
import type { Place } from '../rule.js';

/** One way to start a server, and every place that has it. */
export interface Launchable {
  readonly launch: ServerLaunch;
  /** Its first place. */
  readonly first: Place;
  readonly places: Place[];
  /** It is in a repository, so a stranger may have written it. */
  readonly isOfProject: boolean;
}

/** The person's own environment, as far as servers see it. */
export interface Around {
  readonly home: string;
  /** PATH. */
  readonly path: string;
}

/** Every way to start a server once, in the order of the files; servers that no command starts are left out. */
export function toLaunchables(places: readonly Place[], around: Around): readonly Launchable[] {
  const byStart = new Map<string, Launchable>();
  for (const place of places) {
    const { file, server } = place;
    const { run } = server;
    if (run.kind !== 'stdio') continue;
    const { command, args, env } = run;
    const isOfProject = file.scope === 'project';
    const cwd = startFolder(file, server, around.home);
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
