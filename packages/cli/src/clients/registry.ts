import { claudeCode } from './claude-code.js';
import type { ClientFormat } from './client-format.js';
import { cline } from './cline.js';
import { codex } from './codex.js';
import { continueDev } from './continue.js';
import { goose } from './goose.js';
import {
  amazonQ,
  amp,
  antigravity,
  claudeDesktop,
  copilotCli,
  crush,
  cursor,
  geminiCli,
  junie,
  kiro,
  lmStudio,
  qwenCode,
  windsurf,
} from './json-clients.js';
import { opencode } from './opencode.js';
import { vscode } from './vscode.js';
import { zed } from './zed.js';

/** Every known client, in the order of reports. */
export const CLIENTS: readonly ClientFormat[] = [
  claudeDesktop,
  claudeCode,
  cursor,
  vscode,
  codex,
  windsurf,
  zed,
  cline,
  continueDev,
  geminiCli,
  junie,
  lmStudio,
  goose,
  opencode,
  amazonQ,
  kiro,
  copilotCli,
  antigravity,
  crush,
  amp,
  qwenCode,
];
