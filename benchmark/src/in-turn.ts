/** Runs one step after the other: two measurements at once would measure each other. */
export async function inTurn<Item, Result>(
  items: Iterable<Item>,
  step: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await step(item)); // oxlint-disable-line no-await-in-loop -- the purpose
  return results;
}

export const range = (length: number): readonly number[] => Array.from({ length }, (_, index) => index);
