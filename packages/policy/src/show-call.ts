import { canonicalJson, editJson, GuardError, parseJson, type JsonEdit } from '@mcp-guard/core';
import { scan, type CustomTypes, type Finding } from '@mcp-guard/detectors';
import { valueOf } from './pii/places.js';
import { toEdits } from './pii/redactions.js';

/** More than this a person does not read. */
const MAX_SHOWN = 64 * 1024;
const MAX_LINES = 500;
/** Of a tool, in characters. Of longer ones it is not kept in mind what their servers say of them. */
const MAX_NAME = 256;
/** How sure it must be that something may not be written down. */
const THRESHOLD = 0.8;
const MASKED = /^(?:secret|pii\.national_id|pii\.financial|custom)$/;
/** Of an account the person who decides must know which one it is. */
const KEPT_OF_ACCOUNT = 4;

/**
 * A call for people, as it will be sent but for credentials, ids, accounts and what the configuration defines, which are
 * masked with their length. Throws where that would be too much to read, or not enough to decide about.
 * @param text JSON of all that is sent but the tool’s name
 * @param custom types of the configuration
 */
export function showCall(tool: string, text: string, custom: CustomTypes): string {
  if (tool.length > MAX_NAME)
    throw new GuardError('POLICY_DENIED', 'its name is too long to be shown to the person who would decide about it');
  if (text.length > MAX_SHOWN || canonicalJson(text).leaves.size > MAX_LINES)
    throw new GuardError('POLICY_DENIED', 'this call is too long to be shown to the person who would decide about it');
  const value = parseJson(text);
  const found = scan(value, { threshold: THRESHOLD, skipNetwork: true, custom }).filter(({ group }) =>
    MASKED.test(group),
  );
  if (found.some(({ where }) => where === 'key')) {
    throw new GuardError(
      'POLICY_DENIED',
      'a name in this call may not be shown to the person who would decide about it',
    );
  }
  const marker = (finding: Finding): string => {
    const hidden = valueOf(value, finding);
    const end = finding.group === 'secret' || finding.group === 'custom' ? '' : ` …${hidden.slice(-KEPT_OF_ACCOUNT)}`;
    return `[REDACTED:${finding.type}, ${hidden.length} characters${end}]`;
  };
  const texts = found.filter(({ where }) => where === 'string').map((finding) => ({ finding }));
  const numbers = found
    .filter(({ where }) => where === 'number')
    .map((finding): JsonEdit => ({ path: finding.path, value: marker(finding) }));
  return editJson(Buffer.from(text), [...toEdits(texts, marker), ...numbers]).toString();
}
