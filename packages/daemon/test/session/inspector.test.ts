import { readStrict } from '@mcp-guard/core';
import { Pipeline } from '@mcp-guard/rules';
import { expect, it } from 'vitest';
import { Inspector } from '../../src/session/inspector.js';
import { Markers } from '../../src/state/markers.js';
import { Tasks } from '../../src/state/tasks.js';
import { contextOf } from '../../../rules/test/support/context.js';
import { FREE, UNUSED } from '../../../rules/test/support/pipeline.js';
import { judgeLater } from '../support/judge-later.js';

it('a message whose body no thread holds any more is refused', async () => {
  const { actor, answers: _, ...context } = contextOf();
  const pipeline = new Pipeline({ interceptors: [], maxDepth: 9, ...UNUSED });
  const policy = {
    pipeline,
    maxDepth: 9,
    refusals: 'error',
    locate: (rule: string) => rule,
    chargesOf: () => [],
    revision: '',
    fingerprint: '',
  } as const;
  const inspector = new Inspector({
    context,
    inForce: () => ({ actor, policy }),
    tasks: new Tasks().of(actor.user, context.server),
    markers: new Markers({ add: () => undefined, all: () => [] }, new Set()),
    large: judgeLater('none').large,
    halt: { isOn: false },
  });
  const read = readStrict(Buffer.from('{"jsonrpc":"2.0","id":1,"method":"ping"}'), 9);
  if (read.kind !== 'request') throw new Error(read.kind);
  const { judgement } = await inspector.judge('toServer', { ...read, body: 'in worker' }, undefined, FREE.charge);
  expect(judgement.refusal?.code).toBe('INTERNAL');
});
