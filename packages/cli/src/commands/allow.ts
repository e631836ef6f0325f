import type { RegisterCommand } from '../command.js';
import { registerVerb } from '../policy-edit/register-verb.js';

export const allow: RegisterCommand = registerVerb({
  verb: 'allow',
  description: 'let calls of a tool pass again; edits the configuration, and needs a terminal',
  examples: ['github delete_file'],
});
