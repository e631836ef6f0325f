import { homedir } from 'node:os';
import { GuardError, isCall, member, memoize, type JsonObject, type Message } from '@mcp-guard/core';
import { isLoopbackHost } from '@mcp-guard/core/addresses';
import type { OnWork } from '@mcp-guard/detectors';
import { BUILT_IN, isRemote, type Config, type OwnPlaces } from '@mcp-guard/policy';
import { isToolCall } from '../extensions/methods.js';
import { block, PASS, type CreateInterceptor, type Verdict } from '../interceptor.js';
import { createPathContext, type PathContext } from '../paths/path-context.js';
import { OwnFiles } from './files.js';
import { actOf } from './act.js';
import type { Start } from './folder.js';
import { replacesHeld } from './held-rule.js';
import { MAX_FOLLOWED } from './path-reader.js';
import { PathSearch } from './path-search.js';

/**
 * Keeps every request, notification and answer of a client away from the guard's own files, and from changing what they
 * stand in, what starts the guard, and what clients start. A person is asked about the files of a project.
 * There is no key to switch it off.
 */
export const ownFiles: CreateInterceptor = ({ config, server }) => {
  const find = createOwnFilesRule(config, server);
  return {
    name: 'own-files',
    toServer(message, { cwd, readOnlyHint, onWork }) {
      const why = find(message.value, cwd, readOnlyHint, onWork);
      if (why === undefined) return PASS;
      return why === CHANGES_PROJECT && isCall(message) && isToolCall(message) ? ask(message) : refuse(why);
    },
  };
};

const refuse = (why: string): Verdict => block(new GuardError('POLICY_DENIED', why, { rule: BUILT_IN }));

/** The text that a person has typed for a tool that asked for more was not there when the call was approved. */
const ask = ({ value }: Message): Verdict => ({
  kind: 'demand',
  reasons: [
    { rule: BUILT_IN, why: CHANGES_PROJECT, byAnswer: member(value['params'], 'inputResponses') !== undefined },
  ],
});

/**
 * Says why a value may not be sent to a server that works in the folder `cwd`, or nothing. For `CHANGES_PROJECT` a call
 * may be sent once a person agrees.
 * @param readOnlyHint what the server said last of the tool that is called, if anything
 * @param onWork see `ScanOptions`
 */
type OwnFilesRule = (value: JsonObject, cwd: string, readOnlyHint?: boolean, onWork?: OnWork) => string | undefined;

const NAMES_OWN = 'this path is one of mcp-guard’s own files';
const REPLACES =
  'this may change what starts the guard, a client’s list of servers, or a folder above the guard’s files';
const CHANGES_PROJECT = 'this may change which servers a project brings, and clients start those without the guard';
const TOO_MANY = `the message names more than ${MAX_FOLLOWED} files`;

/**
 * Refuses what names one of the guard’s own files: a reader of its key or a writer of its configuration needs no other
 * permission. What stands above them, and what starts the guard, may be looked at only.
 */
function createOwnFilesRule(config: Pick<Config, 'own' | 'servers'>, server: string): OwnFilesRule {
  const files = compile(config.own);
  const mayChangeProjects = isLocal(config.servers[server]);
  const around = createPathContext(config, server);
  const readersOf = memoize((place: PathContext) => toReaders(files, place));
  return (value, cwd, readOnlyHint, onWork) => {
    const { starts, homes } = readersOf(around(cwd));
    const search = new PathSearch(files, starts, homes, onWork);
    if (search.finds(value)) return NAMES_OWN;
    if (search.touches.length > 0) {
      const act = actOf(value, readOnlyHint, search.operations);
      if (!act.looksOnly && search.findsBelow()) return NAMES_OWN;
      const [ofProject = [], held = []] = [true, false].map((is) =>
        search.touches.filter((touch) => (touch.of === 'project') === is),
      );
      if (replacesHeld(held, act, search.keys)) return REPLACES;
      if (search.isCutShort) return TOO_MANY;
      if (mayChangeProjects && isRequest(value) && replacesHeld(ofProject, act, search.keys)) return CHANGES_PROJECT;
    }
    return search.isCutShort ? TOO_MANY : undefined;
  };
}

/** An answer is what a person typed for a server, and no call that writes. */
const isRequest = ({ method }: JsonObject): boolean => method !== undefined;

/** A server elsewhere has no project of this machine. */
function isLocal(server: Config['servers'][string] | undefined): boolean {
  return !server || !isRemote(server) || isLoopbackHost(new URL(server.url).hostname);
}

/** A server may start a path in these folders. */
interface Readers {
  readonly starts: readonly [Start, ...Start[]];
  readonly homes: readonly string[];
}

function toReaders(files: OwnFiles, { folders, home }: PathContext): Readers {
  const homes = [...new Set([homedir(), home])];
  const [cwd, ...others] = folders;
  const more = new Set([...others, ...homes]);
  more.delete(cwd);
  return { starts: [files.startAt(cwd), ...[...more].map((path) => files.startAt(path))], homes };
}

/** Compiled once, however many sessions there are. */
const compile = memoize((places: OwnPlaces) => new OwnFiles(places));
