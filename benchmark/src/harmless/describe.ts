import { mask, type Finding, type Json } from '@mcp-guard/detectors';

/** Characters on each side. */
const AROUND = 80;
const MAX_SHAPE = 40;

/** What stands around a finding, on one line. Of the value itself only its shape: `Aa0` for a letter, a small one, a digit. */
export function describe(value: Json, { path, where, start, end, view }: Finding): string {
  const text = where === 'key' ? String(path.at(-1)) : textAt(value, path);
  const before = mask(text.slice(Math.max(0, start - AROUND), start));
  const after = mask(text.slice(end, end + AROUND));
  const how = view === 'text' ? '' : ` (${view})`;
  return `${before}⟦${toShape(text.slice(start, end))}⟧${how}${after}`.replaceAll(/\s+/g, ' ');
}

const toShape = (value: string): string =>
  value
    .slice(0, MAX_SHAPE)
    .replaceAll(/\p{Lu}/gu, 'A')
    .replaceAll(/\p{Ll}/gu, 'a')
    .replaceAll(/\p{Nd}/gu, '0') + (value.length > MAX_SHAPE ? `… ${value.length} characters` : '');

function textAt(value: Json, path: Finding['path']): string {
  let at: unknown = value;
  for (const step of path) at = isRecord(at) ? at[step] : undefined;
  return String(at);
}

const isRecord = (value: unknown): value is Readonly<Record<string | number, unknown>> =>
  typeof value === 'object' && value !== null;
