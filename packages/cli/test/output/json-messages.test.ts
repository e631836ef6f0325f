import { expect, it } from 'vitest';
import { createTools } from '../../src/commands/create-tools.js';
import { tellIn } from '../../src/output/json-messages.js';

it('what a command tells is one object with --json, and only once it has worked', async () => {
  const printed: string[] = [];
  const nothing = (): void => undefined;
  const tools = createTools({
    version: '',
    env: {},
    cwd: '/',
    daemonProgram: '',
    guardProgram: '',
    print: (text) => void printed.push(text),
    note: nothing,
    setExit: nothing,
  });
  await tellIn(tools, { json: true }, async ({ print }) => ['one\ntwo', 'three'].forEach((text) => print(text)));
  expect(printed).toEqual(['{"messages":["one","two","three"]}']);
  const failing = tellIn(tools, { json: true }, async ({ print }) => {
    print('half');
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(printed).toHaveLength(1);
});
