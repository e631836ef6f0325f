/** The daemon's tests send descriptors as a bridge does. */
export { sendByte } from './native.js';
