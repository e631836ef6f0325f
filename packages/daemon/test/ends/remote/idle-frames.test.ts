import { describe, expect, it } from 'vitest';
import { IdleFrames } from '../../../src/ends/remote/channel/idle-frames.ts';

/** A frame as a server sends it (RFC 6455, 5.2); its length in as many bytes as are asked for. */
function frame(first: number, bytes: number, lengthBytes: 0 | 2 | 8 = 0): Buffer {
  const length = Buffer.alloc(lengthBytes);
  if (lengthBytes > 0) length.writeUIntBE(bytes, Math.max(0, lengthBytes - 6), Math.min(6, lengthBytes));
  const short = lengthBytes === 0 ? bytes : lengthBytes === 2 ? 126 : 127;
  return Buffer.concat([Buffer.from([first, short]), length, Buffer.alloc(bytes, 0x89)]);
}

const TEXT = 0x81;
const PART = 0x01;
const MORE = 0x00;
const LAST = 0x80;
const FRAMES: readonly (readonly [string, readonly Buffer[], number])[] = [
  ['pings, empty or not', [frame(0x89, 0), frame(0x89, 125)], 2],
  ['pongs', [frame(0x8a, 0), frame(0x8a, 4)], 2],
  [
    'small parts of a message, and not its last',
    [frame(PART, 0), frame(MORE, 1), frame(MORE, 127, 2), frame(LAST, 1)],
    3,
  ],
  ['no part that is paid by its bytes', [frame(PART, 128, 2), frame(MORE, 70_000, 8), frame(LAST, 0)], 0],
  ['no whole message', [frame(TEXT, 0), frame(TEXT, 5), frame(TEXT, 300, 2), frame(TEXT, 70_000, 8)], 0],
];

describe('the frames that bring no message', () => {
  it.each(FRAMES)('are %s, wherever they are cut', (_, frames, expected) => {
    const bytes = Buffer.concat(frames);
    for (const size of [1, 2, 3, 7, bytes.length]) {
      let idle = 0;
      const found = new IdleFrames(() => idle++);
      for (let at = 0; at < bytes.length; at += size) found.read(bytes.subarray(at, at + size));
      expect(idle).toBe(expected);
    }
  });
});
