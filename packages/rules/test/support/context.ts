import { userInfo } from 'node:os';
import type { MessageContext } from '../../src/interceptor.js';
import type { AskedRequest } from '../../src/exchange/asked-request.js';

/** The context of a message that our own user sends. */
export const contextOf = (answers?: AskedRequest): MessageContext => ({
  server: 'files',
  session: 's1',
  cwd: '/nonexistent',
  actor: {
    origin: { kind: 'local', uid: userInfo().uid, pid: 1 },
    user: 'anna',
    roles: ['default'],
    refusal: undefined,
  },
  answers,
});
