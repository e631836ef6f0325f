import { isObject, member, safe, type ClaimedClient, type Message } from '@mcp-guard/core';

/** A message of the modern revision names its client here. */
const CLIENT_INFO = 'io.modelcontextprotocol/clientInfo';
/** Characters of a name or a version. */
const MAX_NAME = 64;

/**
 * Reads the name and version that a client claims in this message: `initialize`, or any request of the modern revision.
 * Returns nothing if it claims none.
 * @param forRecord cuts texts, and takes out what may stand in no record
 */
export function readClaim(
  message: Message,
  forRecord: (text: string, limit: number) => string,
): ClaimedClient | undefined {
  if (message.kind !== 'request' || message.body !== 'here') return undefined;
  const info =
    message.method === 'initialize'
      ? member(message.params, 'clientInfo')
      : member(member(message.params, '_meta'), CLIENT_INFO);
  if (!isObject(info)) return undefined;
  const { name, version } = info;
  if (typeof name !== 'string' || name === '') return undefined;
  return {
    name: safe(forRecord(name, MAX_NAME)),
    version: typeof version === 'string' && version !== '' ? safe(forRecord(version, MAX_NAME)) : null,
  };
}

/** For the record, which names a claim as one. */
export const describeClaim = ({ name, version }: ClaimedClient): string =>
  `the client says it is ${name}${version === null ? '' : ` ${version}`}`;
