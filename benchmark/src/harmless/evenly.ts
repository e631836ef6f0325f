import { performance } from 'node:perf_hooks';

interface Open<Item> {
  readonly iterator: AsyncIterator<Item>;
  /** In bytes. */
  cost: number;
}

/**
 * The next is always of the stream that cost least so far: what ends early leaves its share to the others.
 * @param bytesPerMs what a millisecond of waiting costs: a slow stream then takes no more of the time than others
 */
export async function* evenly<Item extends { readonly bytes: number }>(
  streams: readonly AsyncIterable<Item>[],
  bytesPerMs: number,
): AsyncGenerator<Item> {
  const open = new Set(streams.map((stream): Open<Item> => ({ iterator: stream[Symbol.asyncIterator](), cost: 0 })));
  try {
    for (let least = leastOf(open); least; least = leastOf(open)) {
      const start = performance.now();
      const next = await least.iterator.next();
      least.cost += (performance.now() - start) * bytesPerMs;
      if (next.done === true) open.delete(least);
      else {
        least.cost += next.value.bytes;
        yield next.value;
      }
    }
  } finally {
    for (const { iterator } of open) await iterator.return?.();
  }
}

function leastOf<Item>(open: ReadonlySet<Open<Item>>): Open<Item> | undefined {
  let least: Open<Item> | undefined;
  for (const each of open) if (!least || each.cost < least.cost) least = each;
  return least;
}
