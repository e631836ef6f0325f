import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files of a home that hold a text, in plain, escaped or as a database keeps it. */
export function filesThatHold(home: string, text: string): readonly string[] {
  const needles = [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text)];
  return readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => needles.some((needle) => readFileSync(path).includes(needle)));
}
