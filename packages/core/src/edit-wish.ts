import type { EditWish } from './control/edit.js';
import { isObject } from './wire/jsonrpc.js';

/** Longer than any name that a configuration or the record can hold. */
const MAX_NAME = 1024;

/** Reads a wish that another process has sent; nothing for anything else. */
export function readEditWish(value: unknown): EditWish | undefined {
  if (!isObject(value)) return undefined;
  const { kind, verb, server, tool, preset, record, isPlace } = value;
  if (kind === 'except') {
    const isRecord = typeof record === 'number' && Number.isSafeInteger(record) && record > 0;
    return isRecord && typeof isPlace === 'boolean' ? { kind, record, isPlace } : undefined;
  }
  if (!isName(server)) return undefined;
  if (kind === 'preset') return isName(preset) ? { kind, preset, server } : undefined;
  if (kind !== 'tool' || !isName(tool)) return undefined;
  return verb === 'allow' || verb === 'deny' || verb === 'ask' ? { kind, verb, server, tool } : undefined;
}

const isName = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= MAX_NAME;
