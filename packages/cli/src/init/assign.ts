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
 * Gives every server that can be ours the name that its client has for it: servers of one name that are started alike
 * become one, and those that are started differently get a number. A server of our configuration keeps its name, and
 * its rules hold for every entry that is started like it.
 * @param refuse why an entry stays although it could be ours
 */
export function assign(
  files: readonly ReadClientFile[],
  known: KnownServers,
  wish: MoveWish,
  refuse: (entry: ClientEntry) => Staying | undefined,
): Assignment {
  const byCall = new Map<string, Assigned>();
  const names = new Set(known.keys());
  const alike = Map.groupBy(known.keys(), (name) => {
    const run = known.get(name);
    return run && signatureOf(run);
  });
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
  return { servers: [...byCall.values()], staying };

  function add(entry: ClientEntry, made: OurServer): void {
    const signature = signatureOf(toRun(made));
    const wished = toServerName(entry.server.name);
    const ours = alike.get(signature) ?? [];
    const knownName = ours.includes(wished) ? wished : ours[0];
    const call = JSON.stringify([signature, knownName ?? wished]);
    const assigned = byCall.get(call);
    if (assigned) return void assigned.entries.push(entry);
    const name = knownName ?? freeName(wished, (each) => names.has(each));
    names.add(name);
    byCall.set(call, { name, made, isKnown: knownName !== undefined, entries: [entry] });
  }
}
