import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { parseJSONRPCMessage, type JSONRPCMessage } from '@modelcontextprotocol/server';

export interface StdioChild {
  send(message: JSONRPCMessage): void;
  /** Ends its input, and the process itself when that is not enough; returns when it is gone. */
  close(): Promise<void>;
}

export interface StdioChildParts {
  readonly command: readonly string[];
  readonly onMessage: (message: JSONRPCMessage) => void;
  readonly onExit: () => void;
}

// Longer than any orderly end takes, shorter than a test waits.
const GRACE_MS = 3000;

/** Starts a stdio server. Its stderr is ours. */
export function startChild({ command, onMessage, onExit }: StdioChildParts): StdioChild {
  const [file = '', ...args] = command;
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = new Promise<void>((resolve) => void child.once('close', () => resolve()));
  child.once('error', (error) => process.stderr.write(`${error.message}\n`));
  child.once('close', onExit);
  child.stdin.on('error', () => {}); // it died; `close` tells

  createInterface({ input: child.stdout }).on('line', (line) => {
    try {
      onMessage(parseJSONRPCMessage(JSON.parse(line)));
    } catch (error) {
      process.stderr.write(`unreadable line from ${file}: ${line}\n${String(error)}\n`);
    }
  });

  return {
    send: (message) => void child.stdin.write(`${JSON.stringify(message)}\n`),
    async close() {
      child.stdin.end();
      const overdue = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
      await gone;
      clearTimeout(overdue);
    },
  };
}
