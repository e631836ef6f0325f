import { JsonScanner } from '@mcp-guard/core';

/** What an HTTP server has to know of a line, however broken it is. */
export interface Envelope {
  /** JSON texts of the ids of requests. */
  readonly asks: readonly string[];
  /** JSON texts of the ids of responses. */
  readonly answers: readonly string[];
  /** JSON text of the method; not of a batch. */
  readonly method: string | undefined;
}

const NOTHING: Envelope = { asks: [], answers: [], method: undefined };

export function readEnvelope(line: Buffer): Envelope {
  if (/^\s*\[/u.test(line.toString('latin1', 0, 100))) return readBatch(line);
  const scan = new JsonScanner();
  scan.feed(line);
  const { id, method } = scan;
  if (scan.hasAnswer) return { ...NOTHING, answers: id === undefined ? [] : [id] };
  return { asks: id === undefined || method === undefined ? [] : [id], answers: [], method };
}

function readBatch(line: Buffer): Envelope {
  const ids = (which: string): string[] =>
    toElements(line).flatMap((element) =>
      typeof element === 'object' && element !== null && 'id' in element && which in element
        ? [JSON.stringify(element.id)]
        : [],
    );
  return { asks: ids('method'), answers: [...ids('result'), ...ids('error')], method: undefined };
}

function toElements(line: Buffer): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(line.toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
