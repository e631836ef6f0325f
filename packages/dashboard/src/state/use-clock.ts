import { usePage } from './page.js';
import { useStore } from './store.js';

/** Unix milliseconds, every second: all that grows or shrinks on the page follows one clock. */
export const useClock = (): number => useStore(usePage().clock);
