import { Pieces } from './characters.js';
import type { Decoder } from './decoder.js';

/**
 * The arguments of a program as a list of texts, as its command line: `["curl", "-u", "me:…"]` in code, JSON and
 * Dockerfiles, and the same in YAML, an item on each line. What rules know of command lines then holds for them.
 */
export const commandLines: Decoder = {
  name: 'arguments',
  reads: 'characters',
  anchors: ['"-', "'-", '- -'],
  read(text, _, places) {
    const pieces = new Pieces(text);
    let done = 0;
    for (const place of places) {
      const option = place - 1;
      if (option < done || !OPTION.test(text.slice(option, option + 3))) continue;
      const list = BEHIND_DASH.test(text.slice(Math.max(0, option - 3), option)) ? LINES : QUOTED;
      const joints = [...jointsBefore(text, option, done, list), ...jointsBehind(text, option, list)];
      if (joints.length === 0) continue;
      // An option has a blank before it, and so has the first.
      if ((joints[0]?.start ?? option) >= option) pieces.add(option - 1, option, ' ');
      for (const { start, end } of joints) pieces.add(start, end, ' ');
      done = joints.at(-1)!.end;
    }
    return pieces.readings;
  },
};

/** A word with a hyphen in front that is no number and no rule of Markdown. */
const OPTION = /^--?[A-Za-z]/;
const BEHIND_DASH = /- ["']?$/;

/** The end of an item and the beginning of the next one. */
interface Joint {
  readonly start: number;
  readonly end: number;
}

/** How lists of a kind are written: an item and a joint, before a place and at one. */
interface Writing {
  readonly before: RegExp;
  readonly behind: RegExp;
}

const toWriting = (item: string, begin: string, joint: string): Writing => ({
  before: new RegExp(`${begin}(${item})(${joint})$`),
  behind: new RegExp(`(${item})(${joint})`, 'y'),
});
const QUOTED = toWriting(String.raw`[^"'\r\n]{1,100}`, `["']`, String.raw`["']\s{0,8},\s{0,40}(?:\[\s{0,40})?["']`);
const LINES = toWriting(String.raw`[^"'\s]{1,100}`, `- ["']?`, String.raw`["']?[ \t]{0,4}\r?\n[ \t]{0,40}- ["']?`);

/** A program and its commands stand before the first option; what is far away is another list. */
const MAX_BEFORE = 4;
const MAX_BEHIND = 32;
const FAR = 160;

function jointsBefore(text: string, option: number, done: number, { before }: Writing): readonly Joint[] {
  const joints: Joint[] = [];
  for (let at = option; joints.length < MAX_BEFORE;) {
    const match = before.exec(text.slice(Math.max(done, at - FAR), at));
    if (!match) break;
    const [, item = '', joint = ''] = match;
    joints.unshift({ start: at - joint.length, end: at });
    at -= joint.length + item.length;
  }
  return joints;
}

function jointsBehind(text: string, option: number, { behind }: Writing): readonly Joint[] {
  const joints: Joint[] = [];
  behind.lastIndex = option;
  for (let match = behind.exec(text); match && joints.length < MAX_BEHIND; match = behind.exec(text)) {
    const end = behind.lastIndex;
    joints.push({ start: end - (match[2] ?? '').length, end });
  }
  return joints;
}
