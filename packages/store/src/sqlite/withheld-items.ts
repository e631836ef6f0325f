import type { WithheldFinding, WithheldItem } from '@mcp-guard/core';
import type { WithheldItems } from '../state/withheld-items.js';
import type { SqliteDatabase } from './database.js';

export function openWithheldItems(db: SqliteDatabase): WithheldItems {
  const upsert = db.prepare<[string, string, string, number, string]>(
    'INSERT INTO withheld_items VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET findings = excluded.findings',
  );
  const remove = db.prepare<[string, string, string, number]>(
    'DELETE FROM withheld_items WHERE server = ? AND kind = ? AND key = ? AND prefix = ?',
  );
  const select = db.prepare<[], Omit<WithheldItem, 'findings'> & { server: string; findings: string }>(
    'SELECT server, kind, key, prefix, findings FROM withheld_items',
  );
  return {
    add(server, items) {
      for (const { kind, key, prefix, findings } of items) {
        if (findings.length === 0) remove.run(server, kind, key, prefix);
        else upsert.run(server, kind, key, prefix, JSON.stringify(findings));
      }
    },
    all() {
      const byServer = new Map<string, WithheldItem[]>();
      for (const { server, findings, ...item } of select.iterate()) {
        const whole = { ...item, findings: readFindings(findings) };
        const items = byServer.get(server);
        if (items) items.push(whole);
        else byServer.set(server, [whole]);
      }
      return byServer;
    },
  };
}

/** Throws if another program has changed the row. */
function readFindings(text: string): readonly WithheldFinding[] {
  const findings: unknown = JSON.parse(text);
  if (!Array.isArray(findings) || !findings.every(isFinding)) throw new Error('a row of withheld_items cannot be read');
  return findings;
}

const isFinding = (value: unknown): value is WithheldFinding =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  typeof value.type === 'string' &&
  'confidence' in value &&
  typeof value.confidence === 'number' &&
  'path' in value &&
  typeof value.path === 'string' &&
  'fingerprint' in value &&
  typeof value.fingerprint === 'string';
