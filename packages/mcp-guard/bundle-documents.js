import { readFileSync } from 'node:fs';

/** Puts pages beside the program that prints them. */
export function documents(...names) {
  return {
    name: 'documents',
    generateBundle() {
      for (const fileName of names) {
        const source = readFileSync(new URL(`../../docs/${fileName}`, import.meta.url), 'utf8');
        this.emitFile({ type: 'asset', fileName, source });
      }
    },
  };
}
