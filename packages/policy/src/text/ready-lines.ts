import type { ReadyLine } from '@mcp-guard/core';
import { stringify } from 'yaml';

/** A name that no list reads as a pattern, and that the record holds as it was. */
const EXACT = /^[^*?^•…\p{Cc}][^*?•…\p{Cc}]{0,200}$/u;

/** A call, as far as a rule about it is concerned. */
export interface RuledCall {
  readonly server: string;
  readonly tool: string;
  /** The error code of the refusal; `null` if the call passed. */
  readonly code: string | null;
  /** Place of the rule that refused it. */
  readonly rule: string | null;
  /** Type and fingerprint of what was found, if that was the reason. */
  readonly found: { readonly type: string; readonly fingerprint: string } | null;
}

/**
 * Offers lines that a person may want to write into the configuration after a call. There are none for a name that a
 * list would read as a pattern, and none against a rule of the base, which binds.
 */
export function toReadyLines({ server, tool, code, rule, found }: RuledCall): readonly ReadyLine[] {
  const permissions = `servers.${server}.policy.permissions`;
  const isDenied = rule?.includes('.denied_tools') ?? false;
  const lines: ReadyLine[] = [];
  if (EXACT.test(tool) && code !== 'POLICY_DENIED') {
    lines.push({ intent: 'forbid', place: `${permissions}.denied_tools`, line: toItem(tool) });
  }
  if (EXACT.test(tool) && code === 'POLICY_DENIED' && !isDenied && rule?.includes(`${permissions}.allowed_tools`)) {
    lines.push({ intent: 'allow', place: `${permissions}.allowed_tools`, line: toItem(tool) });
  }
  if (code === 'CONTENT_BLOCKED' && found) {
    const line = `- { type: ${found.type}, fingerprint: ${JSON.stringify(found.fingerprint)} }`;
    lines.push({ intent: 'allow', place: 'pii.exceptions', line });
  }
  return lines;
}

const toItem = (name: string): string => stringify([name]).trim();
