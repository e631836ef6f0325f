import type { SqliteDatabase } from './database.js';

/** Names that are kept of one server. */
const MAX_TOOLS = 2000;
const MAX_NAME = 256;

/** The tools that servers have shown, so that `validate` can tell which patterns match none. */
export interface ShownTools {
  /** A page of a server's list: the names are added to those that it has shown before. */
  add(server: string, tools: readonly string[]): void;
  /** By server. */
  all(): ReadonlyMap<string, readonly string[]>;
}

export function openShownTools(db: SqliteDatabase): ShownTools {
  const insert = db.prepare<[string, string]>('INSERT OR IGNORE INTO shown_tools (server, tool) VALUES (?, ?)');
  const count = db.prepare<[string], number>('SELECT count(*) FROM shown_tools WHERE server = ?').pluck();
  const select = db.prepare<[], { server: string; tool: string }>('SELECT server, tool FROM shown_tools');
  return {
    add(server, tools) {
      let left = MAX_TOOLS - (count.get(server) ?? 0);
      for (const tool of tools) {
        if (left <= 0) return;
        if (tool.length <= MAX_NAME) left -= insert.run(server, tool).changes;
      }
    },
    all() {
      const shown = new Map<string, string[]>();
      for (const { server, tool } of select.iterate()) {
        const tools = shown.get(server);
        if (tools) tools.push(tool);
        else shown.set(server, [tool]);
      }
      return shown;
    },
  };
}
