const LINE_ENDS: ReadonlySet<number | undefined> = new Set([0x0a, 0x0d]);

/** One message as an event. What would end a line inside of it becomes a joint of two data lines, as the format wants it. */
export function toEvent(line: Buffer, id?: string): Buffer {
  const head = id === undefined ? '' : `id: ${id}\n`;
  const parts: Buffer[] = [Buffer.from(`${head}event: message\n`)];
  let start = 0;
  for (let at = 0; at <= line.length; at++) {
    if (at < line.length && !LINE_ENDS.has(line[at])) continue;
    parts.push(Buffer.from('data: '), line.subarray(start, at), Buffer.from('\n'));
    start = at + 1;
  }
  return Buffer.concat([...parts, Buffer.from('\n')]);
}
