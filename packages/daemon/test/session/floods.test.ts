import { describe, expect, it } from 'vitest';
import { FloodMeter, MAX_IDLE, MAX_LINES } from '../../src/session/floods.js';
import { TIMINGS } from '../../src/timings.js';

const times = (count: number, step: () => unknown): unknown => {
  let last: unknown;
  for (let done = 0; done < count; done++) last = step();
  return last;
};

describe('the traffic of one end', () => {
  it.each([
    ['lines that lead nowhere', MAX_IDLE, (meter: FloodMeter) => meter.countIdle()],
    ['lines of any kind', MAX_LINES, (meter: FloodMeter) => meter.countLine()],
  ] as const)('has a limit: %s', (_, limit, count) => {
    const meter = new FloodMeter('server');
    expect(times(limit, () => count(meter))).toBeUndefined();
    expect(count(meter)).toMatchObject({
      code: 'RATE_LIMITED',
      message: expect.stringMatching(/^the server sent more/u) as unknown,
    });
  });

  it('regains its room evenly within a minute, and saves up nothing', () => {
    const meter = new FloodMeter('client');
    times(100, () => meter.sweep());
    times(MAX_IDLE, () => meter.countIdle());
    meter.sweep();
    const given = (MAX_IDLE * TIMINGS.sweep) / 60_000;
    expect(times(given, () => meter.countIdle())).toBeUndefined();
    expect(meter.countIdle()).toBeDefined();
  });

  it('may report progress a thousand times a second for an hour', () => {
    const meter = new FloodMeter('server');
    for (let sweep = 0; sweep < 360; sweep++) {
      expect(times((1000 * TIMINGS.sweep) / 1000, () => meter.countLine())).toBeUndefined();
      meter.sweep();
    }
  });
});
