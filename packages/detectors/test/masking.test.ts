import { forRecord, forTerminal, mask } from '@mcp-guard/detectors';
import { describe, expect, it } from 'vitest';

const KEY = 'AKIAZ7QX2MPL4VTW6RNB';
const TOKEN = 'ghp_x7RkQ2mN9vBx7RkQ2mN9vBx7RkQ2mN9vBx7Rk';

it.each([
  [`token ${KEY} used`, 'token [REDACTED:aws_key] used'],
  [`a ${KEY}, b ${KEY}`, 'a [REDACTED:aws_key], b [REDACTED:aws_key]'],
  [`https://example.com/?a=${encodeURIComponent(KEY)}`, 'https://example.com/?a=[REDACTED:aws_key]'],
  ['ada@example.com reads file:///a.txt', 'ada@example.com reads file:///a.txt'],
  ['temp_clone_token: A5B6C7D8E9F0G1H2I3J4', 'temp_clone_token: [REDACTED:github_clone_token]'],
])('%j is written down as %j', (text, masked) => {
  expect(mask(text)).toBe(masked);
});

/** All that a secret may leave behind. */
const withoutHalf = (text: string): void => expect(text).not.toMatch(/AKIA|ghp_/u);

describe('a text for the record', () => {
  it('a shown value is whole if it is short, and names its length if it is cut', () => {
    expect(forRecord('short', 5)).toBe('short');
    expect(forRecord('longer', 5)).toBe('longe… (6 characters)');
    expect(forRecord('x'.repeat(9000), 5)).toBe('xxxxx… (9000 characters)');
  });

  it('a shown value is well-formed also if it is cut', () => {
    expect(forRecord('ab😀', 3)).toBe('ab\ufffd… (4 characters)');
  });

  it.each([490, 500, 511, 512])('holds no half of a secret that begins at %i and is cut at 512', (length) => {
    const text = forRecord(`${' x'.repeat(length / 2)} ${TOKEN}`, 512);
    withoutHalf(text);
    expect(text).toMatch(/\[REDAC|… \(/u);
  });

  it('a shown value holds no half of a secret at the end of the searched part, after others made it short', () => {
    const secrets = `${KEY}, `.repeat(370);
    expect(secrets.length).toBeLessThan(8192);
    const filler = ' '.repeat(8192 - secrets.length - 20);
    withoutHalf(forRecord(`${secrets}${filler}${TOKEN} and more`, 20_000));
  });
});

describe('a text for the screen', () => {
  const safe = (text: string, limit: number): string => text.replaceAll('\u001b', '?').slice(0, limit);

  it('is masked before it is cut and made safe', () => {
    withoutHalf(forTerminal(`${'x '.repeat(30)}${TOKEN}`, 70, safe));
    expect(forTerminal('a\u001b[2J', 20, safe)).toBe('a?[2J');
  });

  it('shows that more was there', () => {
    expect(forTerminal('x'.repeat(9000), 10_000, safe)).toBe(`${'x'.repeat(4096)}…`);
  });
});
