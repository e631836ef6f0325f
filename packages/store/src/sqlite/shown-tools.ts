import { MAX_SHOWN_TOOLS, type ShownTools } from '../shown-tools.js';
import type { SqliteDatabase } from './database.js';

export function openShownTools(db: SqliteDatabase): ShownTools {
  const upsert = db.prepare<[string, string, string | null]>(
    'INSERT INTO shown_tools VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET definition = excluded.definition',
  );
  const remove = db.prepare<[string, string]>('DELETE FROM shown_tools WHERE server = ? AND tool = ?');
  const names = db.prepare<[string], string>('SELECT tool FROM shown_tools WHERE server = ?').pluck();
  const count = db.prepare<[string], number>('SELECT count(*) FROM shown_tools WHERE server = ?').pluck();
  const select = db.prepare<[], { server: string; tool: string; definition: string | null }>(
    'SELECT server, tool, definition FROM shown_tools',
  );
  return {
    add(server, tools, known) {
      for (const [tool, definition] of tools) upsert.run(server, tool, definition);
      if ((count.get(server) ?? 0) <= MAX_SHOWN_TOOLS) return;
      for (const tool of names.all(server)) if (!known.has(tool)) remove.run(server, tool);
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
