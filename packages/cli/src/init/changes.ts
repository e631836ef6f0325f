import type { ReadClientFile } from '../clients/find-clients.js';
import type { ClientServer } from '../clients/client-format.js';
import type { JsonObject } from '@mcp-guard/core';
import type { Assigned } from './assign.js';
import { editEntries, type NewLaunch } from './edit-entries.js';
import type { LaunchOf } from './guard-launch.js';
import { addSecrets, addServers } from './our-files.js';
import { forwardedBy, toEntry } from './our-server.js';
import type { SecretText } from './our-text.js';
import { freeName, toVariableName } from './names.js';

/** Our own files before anything is changed. */
export interface OurFiles {
  /** Missing if there is no file yet. */
  readonly config: string | undefined;
  readonly secrets: string | undefined;
  /** The schema that a new configuration names; absolute. */
  readonly schema?: string | undefined;
  /** The entries of the secrets file, by name. */
  readonly values: ReadonlyMap<string, string>;
}

/** An entry that will start the guard. */
export interface Move {
  readonly server: ClientServer;
  readonly ours: string;
  readonly launch: NewLaunch;
}

export interface FileChange {
  readonly file: ReadClientFile;
  readonly moves: readonly Move[];
  /** The whole new text of the file. */
  readonly text: string;
}

export interface Changes {
  readonly config: string;
  readonly secrets: string;
  readonly files: readonly FileChange[];
  /** Entries that cannot be edited without changing something else. */
  readonly stuck: readonly { readonly file: ReadClientFile; readonly server: ClientServer }[];
}

/**
 * The new text of every file. It depends on the input alone.
 * @param servers those without entries stay where they are; the names of the others do not depend on them
 */
export function toChanges(servers: readonly Assigned[], ours: OurFiles, launchOf: LaunchOf): Changes {
  const stuck: Changes['stuck'][number][] = [];
  const files = [...groupByFile(servers, launchOf)].flatMap(([file, moves]) => {
    const { change, failed } = changeFile(file, moves);
    stuck.push(...failed.map(({ server }) => ({ file, server })));
    return change ?? [];
  });
  const isUsed = new Set(files.flatMap(({ moves }) => moves.map((move) => move.ours)));
  const named = new Map<string, string>();
  const secrets = new Map<string, string>();
  const entries = new Map<string, JsonObject>();
  for (const { name, made, isKnown } of servers) {
    if (isKnown) continue;
    const entry = toEntry(made, (secret) => {
      const called = nameSecret(name, secret, named, ours);
      if (isUsed.has(name) && !ours.values.has(called)) secrets.set(called, secret.text);
      return called;
    });
    if (isUsed.has(name)) entries.set(name, entry);
  }
  return {
    config: addServers(ours.config, entries, ours.schema),
    secrets: addSecrets(ours.secrets, secrets),
    files,
    stuck,
  };
}

function groupByFile(servers: readonly Assigned[], launchOf: LaunchOf): ReadonlyMap<ReadClientFile, readonly Move[]> {
  const moves = new Map<ReadClientFile, Move[]>();
  for (const { name, made, entries } of servers) {
    for (const { file, server } of entries) {
      const launch = { ...launchOf(name, file.scope), kept: forwardedBy(made) };
      const move = { server, ours: name, launch };
      const others = moves.get(file);
      if (others) others.push(move);
      else moves.set(file, [move]);
    }
  }
  return moves;
}

/** An entry that cannot be edited does not stop the others. */
function changeFile(
  file: ReadClientFile,
  moves: readonly Move[],
): { readonly change: FileChange | undefined; readonly failed: readonly Move[] } {
  const edit = (some: readonly Move[]): string | undefined => {
    try {
      return file.parsed && editEntries(file.parsed, some);
    } catch {
      return undefined; // as `replaceAll` throws
    }
  };
  const whole = edit(moves);
  if (whole !== undefined) return { change: { file, moves, text: whole }, failed: [] };
  const able = moves.filter((move) => edit([move]) !== undefined);
  const text = able.length > 0 ? edit(able) : undefined;
  if (text === undefined) return { change: undefined, failed: moves };
  return { change: { file, moves: able, text }, failed: moves.filter((move) => !able.includes(move)) };
}

/** Named after its variable, unless that name has another meaning already, here or in the daemon's environment. */
function nameSecret(
  server: string,
  { name, text, ofServer }: SecretText,
  named: Map<string, string>,
  ours: OurFiles,
): string {
  const valueOf = (wished: string): string | undefined => named.get(wished) ?? ours.values.get(wished);
  const isTaken = (wished: string): boolean => {
    const value = valueOf(wished);
    return value === undefined ? (ours.config ?? '').includes(`\${${wished}`) : value !== text;
  };
  const own = toVariableName(`${server}_${name}`);
  const isVariable = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && ofServer === undefined;
  const wished = isVariable && !isTaken(name) ? name : freeName(own, isTaken, '_');
  named.set(wished, text);
  return wished;
}
