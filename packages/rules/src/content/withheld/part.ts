import type { Message } from '@mcp-guard/core';
import type { AskedRequest } from '../../exchange/asked-request.js';
import { withholdMembers } from '../../exchange/withhold-members.js';
import { describeRefused } from '../describe-refused.js';
import type { DecidedFinding } from '../inspect.js';
import { withhold, type Withholding, type WithholdOptions } from './withhold.js';

/**
 * Takes what content rules refuse out of a response, so that the rest of it passes: items of a list, and members of what
 * a server's description. `undefined` if nothing has to go, or if something of it cannot.
 */
export function part(
  message: Message,
  answers: AskedRequest | undefined,
  refused: readonly DecidedFinding[],
  options: WithholdOptions,
): Withholding | undefined {
  if (message.kind !== 'result' || !answers) return undefined;
  const found = refused.map(({ finding, path }) => ({ path: finding.path, pointer: path }));
  const members = withholdMembers(message, answers, found);
  const goes = ({ finding }: DecidedFinding): boolean => members?.covers(finding.path) === true;
  const gone = refused.filter(goes);
  const others = refused.filter((each) => !goes(each));
  const items = withhold(message, answers, others, options);
  const [first] = gone;
  if (!members || !first || (others.length > 0 && !items)) return items;
  const why = `${describeRefused(first, gone.length - 1)}, its fingerprint is ${first.fingerprint()}`;
  return {
    edits: [...members.edits, ...(items?.edits ?? [])],
    types: [...gone.map(({ finding }) => finding.type), ...(items?.types ?? [])],
    items: items?.items ?? [],
    note: [`${members.note} for ${why}`, ...(items ? [items.note] : [])].join('; '),
    covers: (decided) => goes(decided) || items?.covers(decided) === true,
  };
}
