import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sendByte } from '@mcp-guard/bridge/testing';
import { CAN_PASS_DESCRIPTORS, descriptorOf } from '@mcp-guard/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHandedOver, receiveFirst } from '../../src/ends/handed-over.js';

describe.runIf(CAN_PASS_DESCRIPTORS)('descriptors that come with the first byte', () => {
  let folder: string;
  let server: Server;
  let ours: Socket;
  let theirs: Socket;
  const opened: number[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mcp-guard-handed-over-'));
    server = createServer({ pauseOnConnect: true, allowHalfOpen: true });
    server.listen(join(folder, 'socket'));
    const accepted = once(server, 'connection');
    theirs = connect(join(folder, 'socket'));
    [ours] = await accepted;
  });
  afterEach(async () => {
    ours.destroy();
    theirs.destroy();
    opened.splice(0).forEach((fd) => closeSync(fd));
    server.close();
    await once(server, 'close');
    rmSync(folder, { recursive: true });
  });

  const opening = (path: string, flags: string | number): number => {
    const fd = openSync(path, flags);
    opened.push(fd);
    return fd;
  };
  const aPipe = (name = 'pipe'): number => {
    execFileSync('mkfifo', [join(folder, name)]);
    return opening(join(folder, name), 'r+');
  };
  const abandoned = (): number => {
    const both = aPipe('abandoned');
    const reads = opening(join(folder, 'abandoned'), 'r');
    opened.splice(opened.indexOf(both), 1);
    closeSync(both);
    return reads;
  };
  const soon = (): number => performance.now() + 60_000;
  const receive = (): Promise<readonly number[]> => receiveFirst(ours, soon());
  const openDescriptors = (): number => readdirSync('/proc/self/fd').length;
  /** All that comes until it is so long. */
  const read = async (length: number): Promise<string> => {
    let said = '';
    ours.on('data', (chunk: Buffer) => (said += String(chunk))).resume();
    while (said.length < length) await once(ours, 'data');
    return said;
  };

  it('arrive, and the byte stays where it was', async () => {
    const pipes = [aPipe('in'), aPipe('out')];
    const received = receive();
    expect(sendByte(descriptorOf(theirs), Buffer.from('{'), pipes)).toBe(true);
    theirs.write('}');
    const passed = await received;
    expect(passed).toHaveLength(2);
    expect(await read(2)).toBe('{}');
    const handed = openHandedOver(passed);
    handed?.output.write('through the pipe');
    expect(handed).toBeDefined();
    handed?.input.destroy();
    handed?.output.destroy();
  });

  it('are none if none are passed, and the connection goes on', async () => {
    theirs.write('{}');
    expect(await receive()).toEqual([]);
    expect(await read(2)).toBe('{}');
  });

  it('are none if the other end is closed without a word, or says nothing in time', async () => {
    expect(await receiveFirst(ours, performance.now())).toEqual([]);
    theirs.end();
    expect(await receive()).toEqual([]);
    ours.resume();
    await once(ours, 'end');
  });

  it('are none, and none is left open, if there are too many', async () => {
    const pipes = [aPipe('1'), aPipe('2'), aPipe('3')];
    const before = openDescriptors();
    expect(sendByte(descriptorOf(theirs), Buffer.from('{'), pipes)).toBe(true);
    expect(await receive()).toEqual([]);
    expect(openDescriptors()).toBe(before);
  });

  it.each<[string, () => number[]]>([
    ['one pipe', () => [aPipe()]],
    ['a file for the input', () => [opening(join(folder, 'file'), 'w+'), aPipe()]],
    ['a file for the output', () => [aPipe(), opening(join(folder, 'file'), 'w+')]],
    ['a folder', () => [opening(folder, constants.O_RDONLY | constants.O_DIRECTORY), aPipe()]],
    ['a device', () => [aPipe(), opening('/dev/null', 'r+')]],
    ['its own connection', () => [descriptorOf(theirs), descriptorOf(theirs)]],
    ['a pipe that nobody writes any more', () => [abandoned(), aPipe()]],
  ])('are closed again if they are no input and output: %s', async (_, make) => {
    const made = make();
    const before = openDescriptors();
    sendByte(descriptorOf(theirs), Buffer.from('{'), made);
    const passed = await receive();
    expect(passed).toHaveLength(made.length);
    expect(openHandedOver(passed)).toBeUndefined();
    await expect.poll(openDescriptors).toBe(before);
  });
});
