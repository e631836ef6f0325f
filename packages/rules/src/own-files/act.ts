import { foldName, isObject, member, type JsonObject } from '@mcp-guard/core';
import { callsTool, onlyLooks } from '../extensions/methods.js';

/** The act that a message is about to do with what it names, as far as names tell. */
export interface Act {
  /** The act changes nothing that it names. */
  readonly looksOnly: boolean;
  /** It moves, copies, links or deletes something. */
  readonly acts: boolean;
  /** The act leaves nothing of it, or writes many files at once. */
  readonly ends: boolean;
  /** It runs a program, and no usual one that writes a file. */
  readonly runs: boolean;
  /** It keeps notes about things, which it calls by names. */
  readonly notes: boolean;
}

const MAX_NAME = 1024;

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const LOOKING = words(
  'list ls listdir read readdir readfile readlink get show view cat head tail stat info tree search find grep rg ' +
    'glob diff log status describe inspect check exists count browse walk scan query fetch blame size du preview',
);
/** These may stand beside such a word: things and ways of listing them. An unknown verb is none: `relocate_dir`. */
const THINGS = words(
  'dir file files folder folders directory directories path paths text media image images multiple all allowed content ' +
    'contents entry entries with sizes size metadata details resource resources symbol symbols code repo repository git ' +
    'branch branches commit commits history changes unstaged staged lines line names name range chunk summary pattern ' +
    'by in of for the a and or from recursive project projects workspace my user current raw local remote json ' +
    'document documents note notes page pages item items data table tables schema database databases db fs filesystem',
);
const NOTING = words('entity entities relation relations observation observations memory memories graph');
/** These may stand beside such a word. Any other may be a file: `write_memory_file`, `export_graph`. */
const OF_NOTES = words('create add open read search find list get set write edit update append save store recall by');
const RUNNING = words('run execute exec start launch spawn process shell bash terminal command cmd');
const WRITING = words('write edit create put save append patch update tee touch dd truncate');
/** Commands of git that write nothing but its own files. */
const STAGING = words('add stage commit');
/** Words for acts that leave nothing where something was, or put a whole tree there. */
const ENDING = [
  'delete',
  'remove',
  'erase',
  'trash',
  'purge',
  'wipe',
  'unlink',
  'destroy',
  'extract',
  'unzip',
  'untar',
  'unpack',
];
const ACTING = [
  ...ENDING,
  'move',
  'rename',
  'copy',
  'link',
  'symlink',
  'swap',
  'exchange',
  'replace',
  'restore',
  'mount',
  'rsync',
];
const SHORT_ENDING = words('rm del rmdir');
const SHORT_ACTING = words('mv cp ln ren bind sync');

export const isEnding = (word: string): boolean =>
  SHORT_ENDING.has(word) || ENDING.some((verb) => word.startsWith(verb));
export const isActing = (word: string): boolean =>
  isEnding(word) || SHORT_ACTING.has(word) || ACTING.some((verb) => word.startsWith(verb));

/**
 * @param hint what the server last said of the tool (`readOnlyHint`); a name decides only where it said nothing
 * @param operations what arguments name as what is to be done: `mv` of `["mv", "a", "b"]`
 */
export function actOf(message: JsonObject, hint: boolean | undefined, operations: readonly string[]): Act {
  const { method } = message;
  if (typeof method !== 'string')
    return { looksOnly: isRoots(message), acts: false, ends: false, runs: false, notes: false };
  if (onlyLooks(method)) return { looksOnly: true, acts: false, ends: false, runs: false, notes: false };
  const tool = callsTool(method) ? member(message['params'], 'name') : method;
  const name = typeof tool === 'string' ? wordsOf(tool) : [];
  const all = [...name, ...operations.flatMap(wordsOf)];
  const acts = all.some(isActing);
  const isStaging = name.includes('git') && name.some((word) => STAGING.has(word));
  const isCalledSo =
    name.some((word) => LOOKING.has(word)) && name.every((word) => LOOKING.has(word) || THINGS.has(word));
  const runs = name.some((word) => RUNNING.has(word)) && ![...name, ...operations].some((word) => WRITING.has(word));
  const looksOnly = !acts && (isStaging || (hint ?? isCalledSo));
  const notes = name.some((word) => NOTING.has(word)) && name.every((word) => NOTING.has(word) || OF_NOTES.has(word));
  return { looksOnly, acts, ends: all.some(isEnding), runs, notes };
}

/** An answer that tells which folders a server is for. */
const isRoots = ({ result }: JsonObject): boolean => isObject(result) && isRootList(result);

export const isRootList = (answer: JsonObject): boolean =>
  Array.isArray(answer['roots']) && Object.keys(answer).every((key) => key === 'roots' || key === '_meta');

/** `moveFile`, `move_file` and `move-file` are two words each; of what is longer than a name, none. */
const wordsOf = (name: string): readonly string[] =>
  name.length > MAX_NAME
    ? []
    : foldName(name.replace(/([a-z\d])([A-Z])/g, '$1 $2'))
        .split(/[^a-z\d]+/)
        .filter((word) => word !== '');
