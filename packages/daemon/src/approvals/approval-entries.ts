import type { Decider } from '@mcp-guard/core';
import { emptyEntry, type Approval, type AuditEntry } from '@mcp-guard/store';

/** A row of the record about what people have decided; it is no outcome of a call. */
export const toEntry = ({ id, actor, server, tool, decider }: Approval, shape: string, detail: string): AuditEntry => ({
  ...emptyEntry('approval', shape),
  actor,
  server,
  target: tool,
  warn: decider?.insideClient === true,
  detail: `${id}: ${detail}`,
});

/** The given name, with what the system shows of the person who decided. */
export const describeDecider = (by: string, decider: Decider): string => `by ${describePerson(by, decider)}`;

/** The same without `by`. */
export function describePerson(
  by: string,
  { uid, pid, tty, parent, insideClient, hasPassphrase, proposed }: Decider,
): string {
  const facts = [
    `uid ${uid}`,
    `pid ${pid ?? 'unknown'}`,
    tty === null ? 'no terminal' : `terminal ${tty}`,
    ...(parent === null ? [] : [`started by ${parent}`]),
    ...(insideClient ? ['AMONG THE PROCESSES OF A CLIENT'] : []),
    ...(hasPassphrase ? ['with the passphrase'] : []),
    ...(proposed ? ['while no daemon ran'] : []),
  ];
  return `${by} (${facts.join(', ')})`;
}
