import type { Command } from 'commander';
import { makeKey } from '../base/make-key.js';
import { pinBase } from '../base/pin-base.js';
import { signBase } from '../base/sign-base.js';
import type { RegisterCommand } from '../command.js';

interface JsonOption {
  readonly json?: true;
}

export const base: RegisterCommand = (program, tools) => {
  const group = program
    .command('base')
    .description('publish a shared base policy')
    .addHelpText('after', '\nExample:\n  mcp-guard base pin https://policies.example.com/base.yaml');
  add(group, 'pin', 'check a base, and print its `extends` block', 'pin team/base.yaml')
    .argument('<place>', 'its URL or its path')
    .option('--key <key>', 'the public key that signs it, in place of its hash')
    .option('--allow-private', 'its name may lead into a private network')
    .action((place: string, options: JsonOption & { key?: string; allowPrivate?: true }) =>
      pinBase(tools, place, options),
    );
  add(group, 'keygen', 'make the key that signs a base, and print its public key', 'keygen base.key')
    .argument('<file>', 'where the private key is written')
    .action((file: string, options: JsonOption) => makeKey(tools, file, options));
  add(group, 'sign', 'write the signature of a base beside it', 'sign base.yaml --key base.key')
    .argument('<file>', 'a base with a `version`')
    .requiredOption('--key <file>', 'the private key, as keygen wrote it')
    .action((file: string, options: JsonOption & { key: string }) => signBase(tools, file, options));
};

const add = (group: Command, name: string, description: string, example: string): Command =>
  group
    .command(name)
    .description(description)
    .option('--json', 'machine-readable output')
    .addHelpText('after', `\nExample:\n  mcp-guard base ${example}`);
