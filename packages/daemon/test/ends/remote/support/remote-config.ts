import { remoteServer as schema } from '../../../../../policy/src/schema/remote-server.ts';
import type { ServerLinkOptions } from '../../../../src/ends/remote/link/server-link.ts';

/** A remote server as a configuration with these keys has it. */
export const remoteServer = (keys: object): ServerLinkOptions['config'] => schema.parse(keys);
