/** The daemon's tests run a session with some interceptors only, and those of `explain` withhold an item by its key. */
export { itemKey } from './content/withheld/item-keys.js';
export { pii } from './content/pii.js';
export { permissions } from './lists/permissions.js';
export { withheld } from './content/withheld/withheld.js';
