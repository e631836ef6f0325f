import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';

export interface StartedServer {
  readonly url: string;
  /** Returns when the process and what it started are gone. */
  close(): Promise<void>;
}

export interface ServerStart {
  readonly script: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** The file that takes its stderr. */
  readonly log: string;
}

/** Starts a script of this folder that prints its address. It ends with us, however we end. */
export async function startServer({ script, args, env, log }: ServerStart): Promise<StartedServer> {
  const stderr = openSync(log, 'a');
  const child = spawn(process.execPath, [script, ...args], { env, stdio: ['ignore', 'pipe', stderr, 'ipc'] });
  closeSync(stderr); // the child has its own
  const gone = once(child, 'exit');
  const url = await Promise.race([firstLine(child.stdout), gone.then(() => undefined)]);
  if (url === undefined) throw new Error(`${script} ended before it printed its address`);

  return {
    url,
    async close() {
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}

async function firstLine(output: NodeJS.ReadableStream | null): Promise<string | undefined> {
  if (output === null) return undefined;
  for await (const line of createInterface({ input: output })) return line;
  return undefined;
}
