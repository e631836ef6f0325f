/** A server that is built with another library: `node fastmcp-server.ts PORT`. */
import { FastMCP } from 'fastmcp';
import { z } from 'zod';

const server = new FastMCP({ name: 'built with fastmcp', version: '1.2.3', instructions: 'says “hi”' });

server.addTool({
  name: 'echo',
  description: 'Says what it hears',
  parameters: z.object({ text: z.string() }),
  execute: async ({ text }) => `heard: ${text}`,
});

server.addTool({
  name: 'count',
  description: 'Tells how far it is',
  parameters: z.object({ to: z.number().int().max(10) }),
  async execute({ to }, { reportProgress }) {
    for (let step = 1; step <= to; step++) await reportProgress({ progress: step, total: to }); // oxlint-disable-line no-await-in-loop -- in order
    return 'counted';
  },
});

server.addTool({
  name: 'fail',
  description: 'Fails',
  parameters: z.object({}),
  async execute(): Promise<string> {
    throw new Error('on purpose');
  },
});

server.addResource({
  uri: 'memo://one',
  name: 'one',
  mimeType: 'text/plain',
  load: async () => ({ text: 'first' }),
});

await server.start({
  transportType: 'httpStream',
  httpStream: { port: Number(process.argv[2]), host: '127.0.0.1' },
});
