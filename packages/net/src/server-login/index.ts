/* Logins at remote servers. It loads the SDK, so it is imported when a login begins, is renewed or ends. */
export type { AuthorizationServer } from './authorization-server.js';
export { beginServerLogin, finishServerLogin, type ServerLoginAttempt } from './begin-login.js';
export { discoverLogin, type LoginOffer } from './discover-login.js';
export { endLogin, type Revoked } from './end-login.js';
export { renewLogin, type LoginPlace } from './renew-login.js';
export { keepLogin } from './keep-login.js';
export { chooseScopes } from './scopes.js';
