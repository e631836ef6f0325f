import { openMemoryApprovalStore } from '@mcp-guard/store';
import { describe, expect, it } from 'vitest';
import { findApproval } from '../../src/approvals/find.js';
import { heldCall } from './held-call.js';

const store = openMemoryApprovalStore();
const first = heldCall({ createdAt: 1_000_000 });
const second = heldCall({ id: '4f2a91c07b3d0000', tool: 'pay\u202e', createdAt: 5_000_000 });
for (const approval of [first, second]) store.insert(approval);

const find = (prefix: string) => findApproval(store, prefix, 8_600_000);

describe('an approval', () => {
  it.each(['4f2a91c07b3d5e68', '4f2a91c07b3d5', '4F2A91C07B3D5E'])('is found by %s', (prefix) => {
    expect(find(prefix)).toEqual(first);
  });

  it.each(['', '4f2a9', '4f2a91c07b3d5e680', '4f2a9g', '4f2a91%', '______'])('is not found by %j', (prefix) => {
    expect(() => find(prefix)).toThrow('at least the first 6 of its hex digits');
  });

  it.each([store, undefined])('is not found if there is none', (reader) => {
    expect(() => findApproval(reader, '123456', 0)).toThrow('there is no approval 123456');
  });

  it('is not guessed from an ambiguous prefix: each match is named', () => {
    expect(() => find('4f2a91')).toThrow(
      '4f2a91 begins more than one approval:\n' +
        '4f2a91c07b3d0000  pay\\u{202e} at bank by anna, 1 h ago\n' +
        '4f2a91c07b3d5e68  pay at bank by anna, 2 h ago',
    );
  });
});
