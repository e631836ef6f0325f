import { homedir } from 'node:os';
import { userName } from '@mcp-guard/core';
import { SYSTEM_FOLDERS } from '@mcp-guard/core/system-program';
import type { ServiceSystem } from './service-manager.js';

export const thisSystem = (env: NodeJS.ProcessEnv): ServiceSystem => ({
  platform: process.platform,
  env,
  userHome: env['HOME'] || homedir(),
  user: userName(),
  uid: process.getuid?.() ?? 0,
  folders: SYSTEM_FOLDERS,
});
