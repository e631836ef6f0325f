import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { Batches, type Consequence } from '../../src/session/batches.js';
import type { Direction } from '../../../rules/src/exchange/direction.js';

/** Batches whose output is kept as parsed JSON. */
function startBatches() {
  const sent: Record<Direction, unknown[]> = { toServer: [], toClient: [] };
  const batches = new Batches({
    toServer: (bytes) => void sent.toServer.push(JSON.parse(bytes.toString())),
    toClient: (bytes) => void sent.toClient.push(JSON.parse(bytes.toString())),
  });
  return { batches, sent };
}

const text = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const asks = (id: string): Consequence => ({ forward: text(`ask ${id}`), asks: id });
const refused = (id: string): Consequence => ({ reply: text(`no ${id}`) });
const answers = (id: string): Consequence => ({ forward: text(`answer ${id}`), answers: id });
const cancels = (id: string): Consequence => ({ forward: text(`cancel ${id}`), cancels: id });
const nothing: Consequence = {};

function collect(batches: Batches, direction: Direction, ...elements: readonly Consequence[]): void {
  const finish = batches.collect(direction, elements.length);
  for (const element of elements) finish(element);
}

describe('a batch', () => {
  it('leaves when the last of its elements is decided, as one', () => {
    const { batches, sent } = startBatches();
    const finish = batches.collect('toServer', 3);
    finish(asks('1'));
    finish(nothing);
    expect(sent.toServer).toEqual([]);
    finish(asks('2'));
    expect(sent).toEqual({ toServer: [['ask 1', 'ask 2']], toClient: [] });
  });

  it('gets its errors at once if no element passes', () => {
    const { batches, sent } = startBatches();
    collect(batches, 'toServer', refused('1'), refused('2'), nothing);
    expect(sent).toEqual({ toServer: [], toClient: [['no 1', 'no 2']] });
  });

  it('gets no response if no element passes and none is a request', () => {
    const { batches, sent } = startBatches();
    collect(batches, 'toServer', nothing, nothing);
    expect(sent).toEqual({ toServer: [], toClient: [] });
  });
});

describe('the errors of refused elements', () => {
  it.each<[string, (batches: Batches) => void, unknown[]]>([
    [
      'a batch of responses',
      (batches) => collect(batches, 'toClient', answers('1'), answers('2')),
      [['answer 1', 'no 3', 'answer 2']],
    ],
    [
      'the first single answer',
      (batches) => [answers('2'), answers('1')].forEach(batches.alone.toClient),
      [['answer 2', 'no 3'], 'answer 1'],
    ],
    [
      'a cancellation of what they would leave with',
      (batches) => [cancels('1'), cancels('2')].forEach(batches.alone.toServer),
      [['no 3']],
    ],
    ['a batch of cancellations', (batches) => collect(batches, 'toServer', cancels('2'), nothing), [['no 3']]],
  ])('leave with %s, once', (_, happens, heard) => {
    const { batches, sent } = startBatches();
    collect(batches, 'toServer', asks('1'), refused('3'), asks('2'));
    expect(sent.toClient).toEqual([]);
    happens(batches);
    expect(sent.toClient).toEqual(heard);
  });

  it('do not leave with the response to the other end’s request of the same id', () => {
    const { batches, sent } = startBatches();
    collect(batches, 'toServer', asks('1'), refused('2'));
    batches.alone.toServer(answers('1'));
    batches.alone.toClient(cancels('1'));
    expect(sent).toEqual({ toServer: [['ask 1'], 'answer 1'], toClient: ['cancel 1'] });
    batches.alone.toClient(answers('1'));
    expect(sent.toClient).toEqual(['cancel 1', ['answer 1', 'no 2']]);
  });
});

it('every element of any batches is delivered or gets a response exactly once, in any order of responses', () => {
  const batch = fc.array(fc.boolean(), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.array(batch, { maxLength: 5 }), fc.infiniteStream(fc.nat(9)), (plan, picks) => {
      const { batches, sent } = startBatches();
      let count = 0;
      const open: string[] = [];
      const expected: string[] = [];
      for (const elements of plan) {
        const consequences = elements.map((passes) => {
          const id = String(count++);
          expected.push(passes ? `answer ${id}` : `no ${id}`);
          if (passes) open.push(id);
          return passes ? asks(id) : refused(id);
        });
        collect(batches, 'toServer', ...consequences);
      }
      while (open.length > 0) {
        const taken = open.splice(picks.next().value % open.length, 1 + (picks.next().value % 3));
        if (picks.next().value % 2 === 0) collect(batches, 'toClient', ...taken.map(answers));
        else taken.map(answers).forEach(batches.alone.toClient);
      }
      const heard = sent.toClient.flat();
      expect(heard).toHaveLength(expected.length);
      expect(new Set(heard)).toEqual(new Set(expected));
    }),
    { seed: 1 },
  );
});
