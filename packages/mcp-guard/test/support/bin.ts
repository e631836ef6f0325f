import { fileURLToPath } from 'node:url';

/** The bin as it is published; `pnpm build` has made what it loads. */
export const BIN: string = fileURLToPath(new URL('../../bin/mcp-guard.cjs', import.meta.url));
