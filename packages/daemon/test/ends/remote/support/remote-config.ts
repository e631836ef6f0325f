import { GuardError } from '@mcp-guard/core';
import { isRemote, parseConfig, type RemoteServer } from '@mcp-guard/policy';
import type { Credentials } from '../../../../src/ends/remote/link/credentials.ts';

/** A remote server as a configuration with these keys has it. */
export function remoteServer(keys: object): RemoteServer {
  const { servers } = parseConfig(JSON.stringify({ servers: { shop: keys } }), 'mcp-guard.yaml', new Map());
  const server = servers['shop'];
  if (!server || !isRemote(server)) throw new Error('this server is not a remote one');
  return server;
}

export const NO_LOGIN: Credentials = {
  authorization: async () => undefined,
  renew: async () => false,
  refusal: (status) => new GuardError('UPSTREAM_UNAVAILABLE', `refused with ${status}`),
};
