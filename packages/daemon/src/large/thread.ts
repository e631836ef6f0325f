/** The program of a thread for large messages. What it works with is loaded as the daemon has compiled it. */
import { fileURLToPath } from 'node:url';
import { useCompileCache } from '@mcp-guard/core/compile-cache';

useCompileCache(fileURLToPath(import.meta.url));
await import('./worker.js');
