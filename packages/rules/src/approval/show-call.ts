import { canonicalJson, editJson, GuardError, longNumberTexts, parseJson, type JsonEdit } from '@mcp-guard/core';
import { findUnwritable, type CustomTypes, type Finding } from '@mcp-guard/detectors';
import { valueOf } from '../content/places.js';
import { toEdits } from '../content/redactions.js';

/** A person does not read more than this. */
const MAX_SHOWN = 64 * 1024;
const MAX_LINES = 500;
/** The longest name of a tool, in characters. Descriptions of tools with longer names are not remembered. */
const MAX_NAME = 256;
/** The person who decides must know which account it is. */
const KEPT_OF_ACCOUNT = 4;
/** Members around the caller's values: names of the protocol and our own. */
const FRAME: ReadonlySet<string | number> = new Set(['arguments', 'method', '_meta']);

/**
 * A call for people, as it will be sent, with credentials, ids, accounts and types of the configuration masked with
 * their length. Throws if it would be too much to read, or not enough for a decision.
 * @param text JSON of all that is sent except the tool’s name
 * @param custom types of the configuration
 */
export function showCall(tool: string, text: string, custom: CustomTypes): string {
  if (tool.length > MAX_NAME) throw refuse('its name is too long to be shown');
  if (custom.find(tool).length > 0) throw refuse('the name of this tool may not be shown');
  if (text.length > MAX_SHOWN || canonicalJson(text).leafCount > MAX_LINES)
    throw refuse('this call is too long to be shown');
  const value = parseJson(text);
  const bytes = Buffer.from(text);
  const longNumbers = longNumberTexts(bytes);
  const found = findUnwritable(value, { custom, longNumbers: () => longNumbers });
  if (found.some(({ type }) => type === 'inspection_limit')) throw refuse('this call holds too much to be shown');
  if (found.some(({ where, path }) => where === 'key' && !(path.length === 1 && FRAME.has(path[0] ?? ''))))
    throw refuse('a name in this call may not be shown');

  const valueIn = (finding: Finding): string =>
    (finding.where === 'number' ? longNumbers.at(finding.path) : undefined) ?? valueOf(value, finding);
  const marker = (finding: Finding, length: number): string => {
    const isAccount = finding.group.startsWith('pii.');
    const end = isAccount ? ` …${valueIn(finding).slice(-KEPT_OF_ACCOUNT)}` : '';
    return `[REDACTED:${finding.type}, ${length} characters${end}]`;
  };
  const texts = found.filter(({ where }) => where === 'string').map((finding) => ({ finding }));
  // If a number has several findings, the last one counts, as later edits do.
  const edits = found
    .filter(({ where }) => where === 'number')
    .map((finding): JsonEdit => ({ path: finding.path, value: marker(finding, valueIn(finding).length) }));
  return editJson(bytes, [...toEdits(texts, marker), ...edits]).toString();
}

const refuse = (what: string): GuardError =>
  new GuardError('POLICY_DENIED', `${what} to the person who would decide about it`);
