import type { RegisterCommand } from '../command.js';
import { registerVerb } from '../policy-edit/register-verb.js';

export const ask: RegisterCommand = registerVerb({
  verb: 'ask',
  description: 'hold calls of a tool for a person; edits the configuration',
  examples: ['mail send_message'],
});
