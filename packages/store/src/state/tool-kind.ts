import { TOOL_KINDS, type ToolKind } from './shown-tools.js';

/** The kind that a tool seems to have, and who says so. */
export interface GuessedKind {
  readonly kind: ToolKind | 'unknown';
  /** `server`: it declares so much; `name`: nothing but a word of its name. */
  readonly by: 'server' | 'name' | null;
}

/** Words of names, as whole words. */
const WORDS: Readonly<Record<ToolKind, readonly string[]>> = {
  destroys:
    'delete remove drop destroy erase wipe purge clear truncate reset revoke cancel kill terminate overwrite uninstall rm del exec execute run shell eval pay send transfer buy purchase order refund publish deploy merge push'.split(
      ' ',
    ),
  writes:
    'write create update edit set add insert append put post patch upload save move rename copy modify change replace import sync fork commit assign invite share start stop restart enable disable install submit approve close open lock unlock'.split(
      ' ',
    ),
  reads:
    'read get list search find fetch show describe view query lookup look count check stat status info inspect browse download head tree diff log history compare echo ping'.split(
      ' ',
    ),
};

const KIND_OF: ReadonlyMap<string, ToolKind> = new Map(
  TOOL_KINDS.flatMap((kind) => WORDS[kind].map((word) => [word, kind] as const)),
);

/** The words of `deleteFile`, `delete-file`, `HTTPGet2` or `delete_file`, in lower case. */
export const wordsOf = (name: string): readonly string[] =>
  name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');

/**
 * Guesses the kind of a tool by the words of its server and by its name: the worse of both, since a server may claim
 * anything and a name is only a hint.
 */
export function guessKind(name: string, said: ToolKind | null): GuessedKind {
  const kinds = new Set(wordsOf(name).map((word) => KIND_OF.get(word)));
  const named = TOOL_KINDS.findLast((kind) => kinds.has(kind));
  if (said !== null && (named === undefined || TOOL_KINDS.indexOf(said) >= TOOL_KINDS.indexOf(named)))
    return { kind: said, by: 'server' };
  return named === undefined ? { kind: 'unknown', by: null } : { kind: named, by: 'name' };
}
