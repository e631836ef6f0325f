import { expect, it } from 'vitest';
import { refused } from '../support/guard-answers.ts';
import { ask, toObject } from '../support/wire-session.ts';
import { createWire } from '../support/in-process-wire.ts';

// covers: pii.custom_types

const call = (text: string): string =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'any', arguments: { text } } });
const answerOf = (text: string): string =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text }] } });

it('a custom type is found, named and treated as configured', async () => {
  const staff = {
    label: 'a staff number',
    patterns: [{ regex: 'S-[0-9]{4}' }, { regex: '(?i)personal-nr [0-9]{4}' }],
    actions: { request: 'block', response: 'redact' },
  };
  await using wire = await createWire({ config: { pii: { custom_types: { staff } } } });
  const session = await wire.connect();
  session.client.send(call('ask S-1234'));
  expect(toObject(await session.client.next())).toMatchObject({
    ...refused(1, 'CONTENT_BLOCKED'),
    error: { message: expect.stringContaining('a staff number (staff) at /params/arguments/text') },
  });
  const told = toObject(await ask(session, call('x'), answerOf('S-1234 and PERSONAL-NR 9876')));
  expect(told).toMatchObject({ result: { content: [{ text: '[REDACTED:staff] and [REDACTED:staff]' }] } });
});

it('an unusable expression of a custom type is an error with its line', async () => {
  await using wire = await createWire();
  await wire.guard.configure(
    'servers: {}\npii:\n  custom_types:\n    a: { patterns: [{ regex: "(" }] }\n    b: { patterns: [{ regex: "x*" }] }\n',
  );
  const { code, stderr } = await wire.guard.run('validate');
  expect(code).toBe(78);
  expect(stderr).toContain(
    'mcp-guard.yaml:4:30: pii.custom_types.a.patterns[0].regex: the expression does not compile',
  );
  expect(stderr).toContain(
    'mcp-guard.yaml:5:30: pii.custom_types.b.patterns[0].regex: the expression matches where there is nothing',
  );
});

it('an unknown type is an error with the nearest name', async () => {
  await using wire = await createWire();
  await wire.guard.configure('servers: {}\npii:\n  actions:\n    emial: { request: block }\n');
  const { code, stderr } = await wire.guard.run('validate');
  expect({ code, stderr }).toMatchObject({
    code: 78,
    stderr: expect.stringContaining(
      'mcp-guard.yaml:4:12: pii.actions.emial: there is no such type; did you mean email?',
    ),
  });
});
