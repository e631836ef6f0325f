import { GuardError } from '@mcp-guard/core';
import { remoteServer as schema } from '../../../../../policy/src/schema/remote-server.ts';
import type { Credentials } from '../../../../src/ends/remote/link/credentials.ts';
import type { ServerLinkOptions } from '../../../../src/ends/remote/link/server-link.ts';

/** A remote server as a configuration with these keys has it. */
export const remoteServer = (keys: object): ServerLinkOptions['config'] => schema.parse(keys);

export const NO_LOGIN: Credentials = {
  authorization: async () => undefined,
  renew: async () => false,
  refusal: (status) => new GuardError('UPSTREAM_UNAVAILABLE', `refused with ${status}`),
};
