/* The part of logins that can be known without talking to anything: it loads neither the SDK nor a network. */
export { readChallenge, type Challenge } from './challenge.js';
export * from './login.js';
export * from './login-store.js';
export { readScopes } from './scopes.js';
