export { MAX_ANSWER_BYTES } from './ask-json.js';
export * from './discovery.js';
export * from './jwt-claims.js';
export { beginLogin, isAnswerTo, readCallback, type LoginAttempt } from './login.js';
export * from './settings.js';
export * from './token-store.js';
export * from './tokens.js';
