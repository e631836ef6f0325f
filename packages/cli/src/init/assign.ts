import type { ReadClientFile } from '../clients/find-clients.js';
import type { ClientServer } from '../clients/client-format.js';
import { freeName, toServerName } from './names.js';
import { signatureOf, toOurServer, toRun, type MoveWish, type OurServer, type Run } from './our-server.js';
import { isStaying, type Staying } from './our-text.js';

/** A server where a client has it. */
export interface ClientEntry {
  readonly file: ReadClientFile;
  readonly server: ClientServer;
}

/** A server of ours with the entries that will name it. */
export interface Assigned {
  /** In our configuration. */
  readonly name: string;
  readonly made: OurServer;
  /** Our configuration has it already. */
  readonly isKnown: boolean;
  readonly entries: ClientEntry[];
}

export interface Assignment {
  readonly servers: readonly Assigned[];
  readonly staying: readonly (ClientEntry & Staying)[];
}

/** How each server of our configuration is started, by name; `undefined` where no client's entry can be the same. */
export type KnownServers = ReadonlyMap<string, Run | undefined>;

/**
 * Gives every server that can be ours a name in our configuration: servers that are started alike become one, and
 * servers with one name that are started differently get a number.
 * @param refuse why an entry stays although it could be ours
 */
export function assign(
  files: readonly ReadClientFile[],
  known: KnownServers,
  wish: MoveWish,
  refuse: (entry: ClientEntry) => Staying | undefined,
): Assignment {
  const bySignature = new Map<string, Assigned>();
  const names = new Set(known.keys());
  const knownNames = new Map([...known].flatMap(([name, run]) => (run ? [[signatureOf(run), name]] : [])));
  const staying: (ClientEntry & Staying)[] = [];

  for (const file of files) {
    for (const server of file.servers) {
      const entry = { file, server };
      const made = toOurServer(server, file.client, wish);
      const stays = isStaying(made) ? made : refuse(entry);
      if (stays) staying.push({ ...entry, ...stays });
      else if (!isStaying(made)) add(entry, made);
    }
  }
  return { servers: [...bySignature.values()], staying };

  function add(entry: ClientEntry, made: OurServer): void {
    const signature = signatureOf(toRun(made));
    const assigned = bySignature.get(signature);
    if (assigned) return void assigned.entries.push(entry);
    const knownName = knownNames.get(signature);
    const name = knownName ?? freeName(toServerName(entry.server.name), (wished) => names.has(wished));
    names.add(name);
    bySignature.set(signature, { name, made, isKnown: knownName !== undefined, entries: [entry] });
  }
}
