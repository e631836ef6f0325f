import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/approvals/notify/formats/registry.js';
import { toHeldCall } from '../../src/approvals/held-call.js';
import { approvalOf } from '../support/approval.js';

const DECEIVING = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Variation_Selector}\u2028\u2029]/u;
const SECRET = ['ghp', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('_');
/** Names of tools that an agent under foreign control could call. */
const ATTACKS: Readonly<Record<string, string>> = {
  'is a link': '<https://evil.example/|the invoice>',
  'mentions everybody': '<!channel> <@U024BE7LH>',
  'mentions everybody once it is unescaped': '&lt;!channel&gt;',
  'makes another line': 'pay\nmcp-guard approvals show ffffffffffffffff\u2028or\u0085this',
  'controls a terminal': '\u001b[2J\u001b]52;c;cm0gLXJmIH4=\u0007\u009b2J',
  'turns its direction (bidi)': 'pay\u202eyap\u2066x\u2069',
  'hides in zero width': 'de\u200blete\u{e0041}\ufe0f\ufeff',
  'is half a character': 'x\ud800y',
  'is half a character where it is cut': `${'z'.repeat(127)}🙂`,
  'is a secret': SECRET,
  'is very long': `${'z'.repeat(1_000_000)}${SECRET}`,
};

/** Every string in a JSON text. */
function stringsOf(json: string): readonly string[] {
  const strings: string[] = [];
  JSON.parse(json, (_, value: unknown) => void (typeof value === 'string' && strings.push(value)));
  return strings;
}

describe.each(Object.entries(FORMATS))('a name in %s cannot act as one that', (_, format) => {
  it.each(Object.entries(ATTACKS))('%s', (_attack, name) => {
    const call = toHeldCall(approvalOf({ server: name, tool: name, actor: name, currency: name }));
    const { body } = format(call, { at: 0, secret: null });
    expect(stringsOf(body).filter((text) => DECEIVING.test(text))).toEqual([]);
    expect(body).not.toContain(SECRET);
    expect(body.length).toBeLessThan(2500);
  });
});

describe.each(Object.entries(FORMATS))('the format %s carries nothing', (_, format) => {
  it.each(['argument-of-the-call', 'words-of-a-reason', 'between-us'])('of %s', (text) => {
    const approval = approvalOf();
    expect(JSON.stringify([approval, 'between-us'])).toContain(text);
    expect(JSON.stringify(format(toHeldCall(approval), { at: 0, secret: 'between-us' }))).not.toContain(text);
  });
});

it.each(Object.entries(ATTACKS))('Slack gets no mark-up and no extra line from a name that %s', (_, name) => {
  const { body } = FORMATS.slack(toHeldCall(approvalOf({ tool: name })), { at: 0, secret: null });
  const { text, blocks }: { text: string; blocks: unknown } = JSON.parse(body);
  expect(text).not.toMatch(/[<>]/);
  expect(text.split('\n')).toHaveLength(6);
  const unescaped = text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  expect(blocks).toEqual([{ type: 'section', text: { type: 'plain_text', text: unescaped, emoji: false } }]);
});

it('a name keeps what is harmless', () => {
  expect(toHeldCall(approvalOf({ tool: 'überweisen & zahlen' })).tool).toBe('überweisen & zahlen');
});
