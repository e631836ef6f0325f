import { mkdirSync } from 'node:fs';
import { GuardError } from '@mcp-guard/core';
import {
  createApprovalKey,
  readApprovalKey,
  unlockApprovalKey,
  writeApprovalKey,
  type ApprovalKey,
  type Sign,
} from '@mcp-guard/core/approval-key';
import type { Terminal } from '../person/terminal.js';

const MIN_LENGTH = 8;

/** The key that signs decisions. Throws CONFIG_INVALID if none was made yet. */
export function requireKey(path: string): ApprovalKey {
  const key = readApprovalKey(path);
  if (key) return key;
  throw new GuardError('CONFIG_INVALID', 'decisions need a passphrase (approvals.passphrase), and none is set', {
    hint: { words: 'set it with:', command: 'mcp-guard approvals passphrase' },
  });
}

/** Asks for the passphrase of a key; nothing if the person cancels. Throws UNAUTHENTICATED for a wrong one. */
export async function unlock(
  terminal: Terminal,
  key: ApprovalKey,
  question = 'passphrase: ',
): Promise<Sign | undefined> {
  const passphrase = await terminal.askSecretly(question);
  if (passphrase === undefined) return undefined;
  const sign = unlockApprovalKey(key, passphrase);
  if (!sign) throw new GuardError('UNAUTHENTICATED', 'the passphrase is wrong');
  return sign;
}

/** Sets the passphrase, or replaces it if the old one is given. False if the person cancels. */
export async function setPassphrase(terminal: Terminal, home: string, path: string): Promise<boolean> {
  const old = readApprovalKey(path);
  const sign = old && (await unlock(terminal, old, 'old passphrase: '));
  if (old && !sign) return false;
  const passphrase = await terminal.askSecretly('new passphrase: ');
  if (passphrase === undefined) return false;
  if (Array.from(passphrase).length < MIN_LENGTH) {
    throw new GuardError('USAGE', `a passphrase has at least ${MIN_LENGTH} characters`);
  }
  const again = await terminal.askSecretly('once more: ');
  if (again === undefined) return false;
  if (again !== passphrase) throw new GuardError('USAGE', 'the passphrases do not match');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  writeApprovalKey(path, createApprovalKey(passphrase, { replaces: old && sign && { key: old, sign } }));
  return true;
}
