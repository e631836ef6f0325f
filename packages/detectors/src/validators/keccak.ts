/* Keccak-256 as Ethereum has it: with the padding from before it became SHA-3, so no platform has it built in. */

const ROUNDS = 24;
const RATE = 136;
// https://keccak.team/keccak_specs_summary.html: rotations and the order of lanes, both as the walk of rho and pi.
const ROTATIONS = [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];
const LANES = [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];
const CONSTANTS = roundConstants();

/** @param text ASCII, shorter than 136 characters */
export function keccak256(text: string): Uint8Array {
  const bytes = new Uint8Array(200);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  bytes[text.length] = 1;
  bytes[RATE - 1]! |= 0x80;
  permute(new Uint32Array(bytes.buffer));
  return bytes.subarray(0, 32);
}

/** Lanes of 64 bits are two words, the lower one first. */
function permute(state: Uint32Array): void {
  const columns = new Uint32Array(10);
  const row = new Uint32Array(10);
  for (let round = 0; round < ROUNDS; round++) {
    for (let at = 0; at < 10; at++)
      columns[at] = state[at]! ^ state[at + 10]! ^ state[at + 20]! ^ state[at + 30]! ^ state[at + 40]!;
    for (let at = 0; at < 10; at += 2) {
      const right = (at + 2) % 10;
      const left = (at + 8) % 10;
      const low = columns[left]! ^ ((columns[right]! << 1) | (columns[right + 1]! >>> 31));
      const high = columns[left + 1]! ^ ((columns[right + 1]! << 1) | (columns[right]! >>> 31));
      for (let lane = at; lane < 50; lane += 10) {
        state[lane]! ^= low;
        state[lane + 1]! ^= high;
      }
    }
    let low = state[2]!;
    let high = state[3]!;
    for (let step = 0; step < LANES.length; step++) {
      const lane = LANES[step]! * 2;
      const by = ROTATIONS[step]! % 32;
      const isSwapped = ROTATIONS[step]! > 31;
      const first = isSwapped ? high : low;
      const second = isSwapped ? low : high;
      low = state[lane]!;
      high = state[lane + 1]!;
      state[lane] = (first << by) | (second >>> (32 - by));
      state[lane + 1] = (second << by) | (first >>> (32 - by));
    }
    for (let at = 0; at < 50; at += 10) {
      for (let x = 0; x < 10; x++) row[x] = state[at + x]!;
      for (let x = 0; x < 10; x++) state[at + x]! ^= ~row[(x + 2) % 10]! & row[(x + 4) % 10]!;
    }
    state[0]! ^= CONSTANTS[round * 2]!;
    state[1]! ^= CONSTANTS[round * 2 + 1]!;
  }
}

/** From the register of eight bits that the specification gives. */
function roundConstants(): Uint32Array {
  const constants = new Uint32Array(ROUNDS * 2);
  let register = 1;
  for (let round = 0; round < ROUNDS; round++)
    for (let bit = 0; bit < 7; bit++) {
      const place = 2 ** bit - 1;
      if ((register & 1) === 1) constants[round * 2 + (place > 31 ? 1 : 0)]! |= 1 << (place % 32);
      register = register & 0x80 ? (register << 1) ^ 0x171 : register << 1;
    }
  return constants;
}
