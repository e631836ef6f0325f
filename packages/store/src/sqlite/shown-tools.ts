import { MAX_SHOWN_TOOLS, TOOL_KINDS, type ShownTools, type ToolKind } from '../state/shown-tools.js';
import type { SqliteDatabase } from './database.js';

export function openShownTools(db: SqliteDatabase): ShownTools {
  const upsert = db.prepare<[string, string, string | null]>(
    `INSERT INTO shown_tools (server, tool, definition) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET definition = excluded.definition`,
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
    all: () => groupByServer(select.iterate(), ({ definition }) => definition),
    // A store of an older version has no such column, so these are prepared when they are needed.
    describe(server, kinds) {
      const update = db.prepare<[string | null, string, string]>(
        'UPDATE shown_tools SET kind = ? WHERE server = ? AND tool = ?',
      );
      for (const [tool, kind] of kinds) update.run(kind, server, tool);
    },
    kinds: () =>
      groupByServer(
        db
          .prepare<[], { server: string; tool: string; kind: unknown }>('SELECT server, tool, kind FROM shown_tools')
          .iterate(),
        ({ kind }) => toKind(kind),
      ),
  };
}

const toKind = (kind: unknown): ToolKind | null => TOOL_KINDS.find((each) => each === kind) ?? null;

function groupByServer<Row extends { readonly server: string; readonly tool: string }, Value>(
  rows: Iterable<Row>,
  valueOf: (row: Row) => Value,
): ReadonlyMap<string, ReadonlyMap<string, Value>> {
  const shown = new Map<string, Map<string, Value>>();
  for (const row of rows) {
    const tools = shown.get(row.server);
    if (tools) tools.set(row.tool, valueOf(row));
    else shown.set(row.server, new Map([[row.tool, valueOf(row)]]));
  }
  return shown;
}
