import type { RegisterCommand } from '../command.js';
import { registerVerb } from '../policy-edit/register-verb.js';

export const deny: RegisterCommand = registerVerb({
  verb: 'deny',
  description: 'refuse calls of a tool, and hide it; edits the configuration',
  examples: ['github delete_file', "github 'delete_*' --yes"],
});
