import { mask } from '@mcp-guard/detectors';
import { expect, it } from 'vitest';

const KEY = 'AKIAZ7QX2MPL4VTW6RNB';

it.each([
  [`token ${KEY} used`, 'token [REDACTED:aws_key] used'],
  [`a ${KEY}, b ${KEY}`, 'a [REDACTED:aws_key], b [REDACTED:aws_key]'],
  [`https://example.com/?a=${encodeURIComponent(KEY)}`, 'https://example.com/?a=[REDACTED:aws_key]'],
  ['ada@example.com reads file:///a.txt', 'ada@example.com reads file:///a.txt'],
])('%j is written down as %j', (text, masked) => {
  expect(mask(text)).toBe(masked);
});
