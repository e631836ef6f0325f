/** End-to-end tests play a server behind the end of a session, and look at a login as the daemon does. */
export { StreamableHttpEnd } from './ends/remote/http/streamable-http.js';
export { openCredentials, type Credentials } from './ends/remote/link/credentials.js';
