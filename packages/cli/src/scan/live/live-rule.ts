import type { Issue, RuleHead } from '../rule.js';
import type { AskedServer } from './ask-servers.js';
import type { Definition } from './definitions.js';
import type { OfferedTools } from './offered-tools.js';

export interface LiveSubject {
  readonly asked: AskedServer;
  readonly definitions: readonly Definition[];
  /** The tools of all servers that were asked. */
  readonly tools: OfferedTools;
}

/** One kind of danger in what a server declares: one file and one line of `registry.ts`. It starts nothing. */
export interface LiveRule extends RuleHead {
  readonly check: (subject: LiveSubject) => readonly Issue[];
}

/** Checks one definition after the other; the first finding of each is reported. */
export const inEach =
  (find: (definition: Definition) => Issue | undefined): LiveRule['check'] =>
  ({ definitions }) =>
    definitions.flatMap((definition) => find(definition) ?? []);
