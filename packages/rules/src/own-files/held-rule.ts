import { foldName } from '@mcp-guard/core';
import type { Act } from './act.js';
import type { Touch } from './path-search.js';

const keys = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** A folder in which a program works; what it is to work on stands elsewhere. */
const WORKING_FOLDERS = keys('cwd workdir workingdir workingdirectory');
/** A folder that the work is about; a tool that moves or deletes takes it for that only beside what it moves. */
const PROJECTS = keys(
  'repo repopath repository repositorypath project projectroot projectpath root rootpath workspace workspaceroot',
);
/** A tool that moves, copies or deletes takes its objects under these. */
const OBJECTS = keys(
  'path paths file files filename filepath dir directory folder source src sources from old oldpath oldname to destination ' +
    'dest dst target new newpath newname link linkpath location input output outputdir args argv arguments uri url',
);
/** These name a file whatever the tool is called. */
const FILES = keys('path paths file files filename filenames filepath filepaths');
/** A text that happens to be a path: it is written, said or thought, and nothing is done to the place. */
const TEXTS = keys(
  'content text newtext oldtext newstr oldstr message thought body prompt query title description note',
);
/** A program that is run, and how; who may run programs needs no file server to replace one. */
const PROGRAMS = keys(
  'command cmd commandline executable exec program runtime runtimeexecutable interpreter binary shell args argv',
);
/** A program gets these by the environment and by settings; `PathSearch` names the members of one by its key. */
const SETTINGS = keys('env environment value');
/** A text about a project may stand under these; files of projects are in many. */
const ABOUT_PROJECTS = keys(
  'comment comments observation observations pattern patterns search searchterm branch branchname ref tag label ' +
    'labels summary subject reason text texts messages instruction instructions',
);
/** One of several things in a project is named by these. */
const PARTS = keys('path paths file files source src from oldpath branch branchname');

/**
 * A message may move, replace or delete a folder above the guard's own files, or change what is held. What is not known
 * to only look may, where it names such a place as a path.
 */
export function replacesHeld(
  touches: readonly Touch[],
  { looksOnly, acts, ends, runs, notes }: Act,
  named: ReadonlySet<string>,
): boolean {
  if (looksOnly) return false;
  const hasPart = [...named].some((key) => PARTS.has(toKey(key)));
  return touches.some((touch) => {
    const key = toKey(touch.key);
    if (WORKING_FOLDERS.has(key)) return false;
    const isActedOn = acts || touch.acts;
    if (!isActedOn && (TEXTS.has(key) || SETTINGS.has(key))) return false;
    const isText = (notes && !FILES.has(key)) || ABOUT_PROJECTS.has(key) || (touch.isProse && !OBJECTS.has(key));
    if (!isActedOn && touch.of === 'project' && isText) return false;
    if (!isActedOn && PROGRAMS.has(key) && (runs || touch.of === 'program')) return false;
    if (PROJECTS.has(key) && (!isActedOn || hasPart)) return false;
    if (touch.isFirm) return true;
    if (touch.path === '/') return ends && OBJECTS.has(key); // nothing moves it, and other services call their own top so
    return isActedOn && (!touch.isBare || OBJECTS.has(key));
  });
}

/** `working_directory` and `workingDirectory` are one key. */
const toKey = (key: string): string => foldName(key).replaceAll(/[^a-z\d]/g, '');
