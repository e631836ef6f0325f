import { scan } from '@mcp-guard/detectors';
import { expect, it } from 'vitest';

it('reads a key of an account beside its name', () => {
  const value = 'kX9fT2pLmQ7rZ4vB8nC1wE5yU3iO6aS0dF2gH4jK6lM8nB1vC3xZ5qW7eR9tY0uI2oP4aS6dF8gH1jK3lZ5xC7==';
  const found = scan([{ keyName: 'key1', permissions: 'FULL', value }], { threshold: 0.8 });
  expect(found.length).toBeGreaterThan(0);
  expect(scan([{ keyName: 'ctrl+k', value: 'open the palette' }], { threshold: 0.8 })).toEqual([]);
});
