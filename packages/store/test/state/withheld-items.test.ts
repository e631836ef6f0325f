import { join } from 'node:path';
import type { WithheldItem } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/sqlite/database.js';
import { openWithheldItems } from '../../src/sqlite/withheld-items.js';
import { temporaryFolder } from '../temporary-folder.js';

const folder = temporaryFolder();
const finding = {
  type: 'hidden_tags',
  confidence: 1,
  path: '/result/tools/0/description',
  fingerprint: '0'.repeat(16),
};
const item: WithheldItem = { kind: 'tools', key: 'k1', prefix: 0, findings: [finding] };

describe('withheld items', () => {
  it('survive a restart, each with its server and the last findings', () => {
    const path = join(folder, '1.db');
    const db = openDatabase({ path, key: undefined });
    const store = openWithheldItems(db);
    store.add('shop', [item, { ...item, kind: 'prompts' }]);
    store.add('bank', [item]);
    const later = { ...item, findings: [finding, { ...finding, type: 'aws_key' }] };
    store.add('bank', [later]);
    db.close();
    const again = openWithheldItems(openDatabase({ path, key: undefined }));
    expect(again.all()).toEqual(
      new Map([
        ['bank', [later]],
        ['shop', [{ ...item, kind: 'prompts' }, item]],
      ]),
    );
  });

  it('that another program has changed are refused', () => {
    const db = openDatabase({ path: join(folder, '2.db'), key: undefined });
    const store = openWithheldItems(db);
    store.add('bank', [item]);
    db.prepare(`UPDATE withheld_items SET findings = '[{}]'`).run();
    expect(() => store.all()).toThrow('cannot be read');
  });
});
