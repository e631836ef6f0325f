import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { CallToolResultSchema, McpError } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { ClientsHome } from '../support/clients-home.ts';

/** The agent of a client: it calls tools, and reads what the client gives it. */
export interface Agent {
  call(tool: string, args: string): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answer {
  /** What the agent reads. */
  readonly lines: string[];
  /** What a refusal names, for the next steps. */
  readonly names: { readonly HOLD?: string; readonly ROW?: string };
}

const ENTRY = z.object({
  command: z.string(),
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()).default({}),
});
const REFUSAL = z.object({
  code: z.string(),
  approval_id: z.string().optional(),
  audit_id: z.string().optional(),
  rule: z.string().optional(),
});

/** Starts what the entry of a client's configuration says, as the client does. */
export async function startAgent(entry: unknown, { home }: ClientsHome): Promise<Agent> {
  const { command, args, env } = ENTRY.parse(entry);
  const client = new Client({ name: 'cursor', version: '2.1' });
  const around = { ...env, HOME: home, PATH: '/usr/bin:/bin' };
  await client.connect(new StdioClientTransport({ command, args, env: around, cwd: home, stderr: 'ignore' }));
  return {
    async call(name, given) {
      const params = { name, arguments: z.record(z.string(), z.unknown()).parse(JSON.parse(given)) };
      try {
        const result = await client.request({ method: 'tools/call', params }, CallToolResultSchema);
        const text = result.content.map((part) => (part.type === 'text' ? part.text : `[${part.type}]`)).join('\n');
        return { lines: `${result.isError === true ? 'error: ' : ''}${text}`.split('\n'), names: {} };
      } catch (error) {
        if (!(error instanceof McpError)) throw error;
        const { code, rule, approval_id: hold, audit_id: row } = REFUSAL.parse(error.data);
        return {
          lines: [error.message, `${code}${rule === undefined ? '' : `, ${rule}`}`],
          names: { ...(hold !== undefined && { HOLD: hold }), ...(row !== undefined && { ROW: row }) },
        };
      }
    },
    close: () => client.close(),
  };
}
