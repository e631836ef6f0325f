import type { SqliteDatabase } from './database.js';

/** Names that are kept of one server. */
const MAX_TOOLS = 2000;
const MAX_NAME = 256;

/** By name, the hash of what the server last said of the tool; `null` where it was shown to an older version. */
type Definitions = ReadonlyMap<string, string | null>;

/** The tools that servers have shown: `validate` tells which patterns match none, and an approval is good for one definition. */
export interface ShownTools {
  /** A page of a server's list: its tools are added to those that it has shown before, or replace them. */
  add(server: string, tools: Definitions): void;
  /** By server. */
  all(): ReadonlyMap<string, Definitions>;
}

export function openShownTools(db: SqliteDatabase): ShownTools {
  const update = db.prepare<[string | null, string, string]>(
    'UPDATE shown_tools SET definition = ? WHERE server = ? AND tool = ?',
  );
  const insert = db.prepare<[string, string, string | null]>('INSERT INTO shown_tools VALUES (?, ?, ?)');
  const count = db.prepare<[string], number>('SELECT count(*) FROM shown_tools WHERE server = ?').pluck();
  const select = db.prepare<[], { server: string; tool: string; definition: string | null }>(
    'SELECT server, tool, definition FROM shown_tools',
  );
  return {
    add(server, tools) {
      let left = MAX_TOOLS - (count.get(server) ?? 0);
      for (const [tool, definition] of tools) {
        if (update.run(definition, server, tool).changes > 0) continue;
        if (left > 0 && tool.length <= MAX_NAME) left -= insert.run(server, tool, definition).changes;
      }
    },
    all() {
      const shown = new Map<string, Map<string, string | null>>();
      for (const { server, tool, definition } of select.iterate()) {
        const tools = shown.get(server);
        if (tools) tools.set(tool, definition);
        else shown.set(server, new Map([[tool, definition]]));
      }
      return shown;
    },
  };
}
