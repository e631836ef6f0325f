import { closeSync, constants, fstatSync, openSync, readlinkSync } from 'node:fs';
import type { Socket } from 'node:net';
import { CAN_PASS_DESCRIPTORS, descriptorOf } from '@mcp-guard/core';

const INPUT = 0;
const OUTPUT = 1;

/** Sends the first line of a bridge. */
export type SendHello = (socket: Socket, hello: string) => void;

const alone: SendHello = (socket, hello) => void socket.write(hello);

/** Sends our input and output together with the hello if the daemon may have them: it then decides, and says so in its welcome. */
export async function chooseSendHello(): Promise<SendHello> {
  if (!CAN_PASS_DESCRIPTORS || !mayHandOver()) return alone;
  const native = await import('./native.js').catch(() => undefined);
  if (!native) return alone;
  return (socket, hello) => {
    const bytes = Buffer.from(hello);
    let sent = 0;
    try {
      sent = native.sendByte(descriptorOf(socket), bytes.subarray(0, 1), [INPUT, OUTPUT]) ? 1 : 0;
    } catch {
      // The hello goes alone.
    }
    socket.write(bytes.subarray(sent));
  };
}

/**
 * Both are pipes or sockets that no one else uses. A reader or writer that does not wait has to change the mode of a
 * socket for all that share it, and any of those may change it back, on which the daemon would wait for this client. A
 * pipe can be opened again with a mode of its own, a socket cannot.
 */
function mayHandOver(): boolean {
  try {
    const shared = new Set([...linksOf(`/proc/${process.ppid}/fd`, [0, 1, 2]), ...linksOf('/proc/self/fd', [2])]);
    return [INPUT, OUTPUT].every((fd) => {
      const stats = fstatSync(fd);
      return stats.isFIFO() || (stats.isSocket() && !shared.has(readlinkSync(`/proc/self/fd/${fd}`)));
    });
  } catch {
    return false; // who shares them is not known
  }
}

/** The targets of a process's descriptors, such as `socket:[123]`. */
const linksOf = (folder: string, descriptors: readonly number[]): string[] =>
  descriptors.flatMap((fd) => {
    try {
      return readlinkSync(`${folder}/${fd}`);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []; // it is closed
      throw error;
    }
  });

/** Another descriptor of our output, for when the daemon is gone; nothing if there can be none. */
export async function keepOutput(): Promise<number | undefined> {
  try {
    if (!fstatSync(OUTPUT).isFIFO()) return (await import('./native.js')).duplicate(OUTPUT);
    return openSync(`/proc/self/fd/${OUTPUT}`, constants.O_WRONLY | constants.O_NONBLOCK); // with a mode of its own
  } catch {
    return undefined;
  }
}

/**
 * Leaves input and output to the daemon. Node, which gives its standard descriptors their old modes when it ends, does not
 * do so while the daemon uses them.
 */
export function releaseInputAndOutput(): void {
  for (const [fd, flags] of [
    [INPUT, 'r'],
    [OUTPUT, 'w'],
  ] as const) {
    closeSync(fd);
    openSync('/dev/null', flags); // takes the lowest number that is free: this one
  }
}
