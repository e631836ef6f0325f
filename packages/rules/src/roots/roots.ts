import {
  GuardError,
  hasFoldedKey,
  isObject,
  isCall,
  knownKeys,
  member,
  type JsonEdit,
  type JsonValue,
  type Message,
  LIST_ROOTS,
  ROOTS_CHANGED,
} from '@mcp-guard/core';
import type { JsonPath } from '@mcp-guard/detectors';
import { block, PASS, type CreateInterceptor, type MessageContext, type Verdict } from '../interceptor.js';
import { hideCapability } from '../input/client-capabilities.js';
import { asked, isCalled } from '../input/embedded-requests.js';
import { hasShape, responsesIn } from '../input/input-responses.js';
import { FsBudget } from '@mcp-guard/policy';
import { createFolderTest, type FolderTest } from '../paths/folder-test.js';
import { toRootPath } from './root-path.js';

/** Each is looked up on disk. */
const MAX_ROOTS = 256;

/**
 * A server may ask for the client's folders, and which of them it sees: those in an allowed folder of every layer. A
 * larger folder that contains an allowed one is hidden.
 */
export const roots: CreateInterceptor = ({ layers }) => {
  const refusing = layers.roots.find(({ rules }) => !rules.enabled);
  if (refusing) return refuseRoots(`${refusing.source}.enabled`);
  const limiting = layers.roots.filter(({ rules }) => rules.only.length > 0);
  const [first] = limiting;
  if (!first) return undefined;
  const rule = `${first.source}.only`;
  const allowed = limiting.map(({ rules }) => createFolderTest(rules.only));
  return {
    name: 'roots',
    toServer(message, context) {
      const lists = findLists(message, context);
      return lists.length === 0 ? PASS : showAllowed(lists, allowed, rule, new FsBudget(context.onWork));
    },
  };
};

const refuseRoots = (rule: string): ReturnType<CreateInterceptor> => ({
  name: 'roots',
  toServer(message, context) {
    const isTold = isCall(message) && message.method === ROOTS_CHANGED;
    if (isTold || findLists(message, context).length > 0) return refuse('the server may not see any folders', rule);
    return hideCapability(message, 'roots', rule);
  },
  toClient(message) {
    return asked(message, LIST_ROOTS).length === 0 ? PASS : refuse('this server may not ask for folders', rule);
  },
});

const refuse = (why: string, rule: string): Verdict => block(new GuardError('POLICY_DENIED', why, { rule }));

/** A list of roots on its way to the server; `undefined` if it cannot be read. */
interface RootList {
  readonly roots: readonly JsonValue[] | undefined;
  readonly path: JsonPath;
}

/** In a response to `roots/list` (legacy), and in the responses of a retry or a task's update (modern), by its shape. */
function findLists(message: Message, { answers }: MessageContext): readonly RootList[] {
  if (message.kind === 'result') {
    const isAsked = answers !== undefined && isCalled(answers.method, LIST_ROOTS);
    return isAsked || hasShape(message.result, 'roots') ? [toList(message.result, ['result'])] : [];
  }
  return responsesIn(message)
    .filter(({ value }) => hasShape(value, 'roots'))
    .map(({ value, path }) => toList(value, path));
}

const LIST_KEYS = knownKeys('roots');
const ROOT_KEYS = knownKeys('uri', 'name');

function toList(value: JsonValue, path: JsonPath): RootList {
  const list = member(value, 'roots');
  const isReadable = isObject(value) && !hasFoldedKey(value, LIST_KEYS) && Array.isArray(list);
  return { roots: isReadable && list.length <= MAX_ROOTS ? list : undefined, path: [...path, 'roots'] };
}

function showAllowed(
  lists: readonly RootList[],
  allowed: readonly FolderTest[],
  rule: string,
  looks: FsBudget,
): Verdict {
  const edits: JsonEdit[] = [];
  let count = 0;
  for (const { roots: list, path } of lists) {
    if (!list) return refuse('the list of folders cannot be read', rule);
    count += list.length;
    for (const [index, root] of list.entries()) {
      if (!isAllowed(root, allowed, looks)) edits.push({ path: [...path, index], value: undefined });
    }
  }
  if (looks.isExhausted) return refuse('the list of folders takes too many looks at the file system', rule);
  if (edits.length === 0) return PASS;
  return { kind: 'rewrite', edits, note: `hid ${edits.length} of ${count} roots`, rule };
}

function isAllowed(root: JsonValue, allowed: readonly FolderTest[], looks: FsBudget): boolean {
  if (!isObject(root) || hasFoldedKey(root, ROOT_KEYS)) return false;
  const path = toRootPath(member(root, 'uri'));
  if (path === undefined) return false;
  try {
    return allowed.every((isInFolder) => isInFolder(path, looks));
  } catch {
    return false; // it cannot be looked up
  }
}
