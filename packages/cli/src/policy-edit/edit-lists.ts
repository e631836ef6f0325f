import { AccessList } from '@mcp-guard/policy';
import { addToList, listAt, removeFromList } from './edit-yaml.js';

/** A person's wish for a tool. */
export type Verb = 'allow' | 'deny' | 'ask';

/** A wish about the tools of a server that a name or a pattern means. */
export interface ToolWish {
  readonly verb: Verb;
  readonly server: string;
  /** As a list of the configuration would name it. */
  readonly tool: string;
}

/** The lists of a server's permissions that name tools. */
export type ListName = 'allowed_tools' | 'denied_tools' | 'require_approval';

export const listPath = (server: string, list: ListName): readonly string[] => [
  'servers',
  server,
  'policy',
  'permissions',
  list,
];

/**
 * The text of a configuration in which the wish is written down. `deny` and `ask` only add; `allow` removes what names
 * the tool in the same words, and adds it to the list of allowed tools if there is one. Throws CONFIG_INVALID if the
 * text cannot be edited without changing anything else.
 */
export function editLists(text: string, { verb, server, tool }: ToolWish): string {
  if (verb === 'deny') return addOnce(text, listPath(server, 'denied_tools'), tool);
  if (verb === 'ask') return addOnce(text, listPath(server, 'require_approval'), tool);
  const freed = removeFromList(text, listPath(server, 'denied_tools'), tool);
  const passing = removeFromList(freed, listPath(server, 'require_approval'), tool);
  const path = listPath(server, 'allowed_tools');
  const allowed = listAt(passing, path)?.filter((each) => typeof each === 'string');
  if (!allowed || new AccessList('', 'tools', allowed, []).refuses(tool) === undefined) return passing;
  return addOnce(passing, path, tool);
}

const addOnce = (text: string, path: readonly string[], element: string): string =>
  listAt(text, path)?.includes(element) ? text : addToList(text, path, element);
