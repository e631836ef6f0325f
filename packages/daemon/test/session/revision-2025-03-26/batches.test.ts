import { BACK, type Direction } from '@mcp-guard/rules';
import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { Batches, type Batch } from '../../../src/session/revision-2025-03-26/batches.js';

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
/** What comes of one message. */
type Outcome = (batches: Batches, direction: Direction, batch?: Batch) => void;
const asks =
  (id: string): Outcome =>
  ({ send }, direction, batch) =>
    send[direction](text(`ask ${id}`), { direction, kind: 'request', request: { id }, batch });
const refused =
  (id: string): Outcome =>
  ({ send }, direction, batch) =>
    send[BACK[direction]](text(`no ${id}`), { direction, kind: 'request', request: { id }, batch });
const answers =
  (id: string): Outcome =>
  ({ send }, direction, batch) =>
    send[direction](text(`answer ${id}`), { direction, kind: 'result', request: { id }, batch });
const cancels =
  (id: string): Outcome =>
  ({ send }, direction, batch) =>
    send[direction](text(`cancel ${id}`), { direction, kind: 'notification', cancels: { id }, batch });
const nothing: Outcome = (_batches, _direction, batch) => batch?.drop();

function alone(batches: Batches, direction: Direction, ...outcomes: readonly Outcome[]): void {
  for (const outcome of outcomes) outcome(batches, direction);
}

function collect(batches: Batches, direction: Direction, ...elements: readonly Outcome[]): void {
  const batch = batches.open(direction, elements.length);
  for (const element of elements) element(batches, direction, batch);
}

describe('a batch', () => {
  it('leaves when the last of its elements is decided, as one', () => {
    const { batches, sent } = startBatches();
    const batch = batches.open('toServer', 3);
    asks('1')(batches, 'toServer', batch);
    batch.drop();
    expect(sent.toServer).toEqual([]);
    asks('2')(batches, 'toServer', batch);
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
      (batches) => alone(batches, 'toClient', answers('2'), answers('1')),
      [['answer 2', 'no 3'], 'answer 1'],
    ],
    [
      'a cancellation of what they would leave with',
      (batches) => alone(batches, 'toServer', cancels('1'), cancels('2')),
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
    alone(batches, 'toServer', answers('1'));
    alone(batches, 'toClient', cancels('1'));
    expect(sent).toEqual({ toServer: [['ask 1'], 'answer 1'], toClient: ['cancel 1'] });
    alone(batches, 'toClient', answers('1'));
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
        else alone(batches, 'toClient', ...taken.map(answers));
      }
      const heard = sent.toClient.flat();
      expect(heard).toHaveLength(expected.length);
      expect(new Set(heard)).toEqual(new Set(expected));
    }),
    { seed: 1 },
  );
});
