import { array, assert, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from '../src/histogram.ts';
import { percentile } from '../src/statistics.ts';
import { Refusal, type Answer } from '../src/stdio-client.ts';
import { runWithoutPause } from '../src/sustained-run.ts';

type Settle = (answer: Answer | Error) => void;

/** A client whose calls are answered in the order in which they came, each in a turn of its own. */
function answering(answer: (call: number) => Answer | Error) {
  let [calls, open, most] = [0, 0, 0];
  const send = (_method: string, _params: string, settle: Settle): void => {
    const call = ++calls;
    most = Math.max(most, ++open);
    setImmediate(() => {
      open -= 1;
      settle(answer(call));
    });
  };
  return { client: { name: 'test', send }, mostOpen: () => most };
}

const RESULT: Answer = { bytes: 1, line: Buffer.from('x') };

describe('calls without a pause', () => {
  it('are counted in ten steps of ten samples, with as many in flight as asked for', async () => {
    const { client, mostOpen } = answering(() => RESULT);
    let taken = 0;
    const options = { bytes: 10, inFlight: 4, extent: { calls: 1000 }, sample: () => ++taken };
    const { steps, refused } = await runWithoutPause(client, options);
    expect(refused).toBe(0);
    expect(steps.map(({ latencies }) => latencies.count)).toEqual(Array(10).fill(100));
    expect(steps.flatMap(({ samples }) => samples)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    expect(mostOpen()).toBe(4);
  });

  it('go on after a refusal, which is counted and told', async () => {
    const { client } = answering((call) => (call % 10 === 3 ? new Refusal(`no to ${call}`) : RESULT));
    const options = { bytes: 10, inFlight: 1, extent: { calls: 100 }, sample: () => 0 };
    const { steps, ...rest } = await runWithoutPause(client, options);
    expect(rest).toEqual({ refused: 10, firstRefusal: 'no to 3' });
    expect(steps.reduce((sum, { latencies }) => sum + latencies.count, 0)).toBe(90);
  });

  it('end with the reason when the connection ends', async () => {
    const { client } = answering((call) => (call === 50 ? new Error('ended with 69') : RESULT));
    const options = { bytes: 10, inFlight: 1, extent: { calls: 100 }, sample: () => 0 };
    await expect(runWithoutPause(client, options)).rejects.toThrow('ended with 69');
  });
});

it('a histogram gives the percentiles of its values, rounded up to 10 µs below 100 ms', () => {
  const latency = double({ min: 0, max: 99_000, noNaN: true });
  assert(
    property(array(latency, { minLength: 1 }), double({ min: 0, max: 1, noNaN: true }), (values, fraction) => {
      const histogram = new Histogram();
      for (const value of values) histogram.add(value);
      const exact = percentile(values, fraction);
      expect(histogram.percentile(fraction)).toBeGreaterThanOrEqual(exact);
      expect(histogram.percentile(fraction)).toBeLessThanOrEqual(exact + 10);
      expect(histogram).toMatchObject({ count: values.length, longest: Math.max(...values) });
    }),
  );
});
