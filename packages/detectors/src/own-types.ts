import type { Detector } from './detector.js';

/* The types that no rule looks for: the engine itself reports them. */

/** The encoded parts of a text exceed the room to read them. */
export const INSPECTION_LIMIT: Detector = {
  id: 'inspection_limit',
  title: 'more encoded text than is read',
  group: 'secret', // A part that could not be read may be one.
  rules: [],
};

/** The same of bytes that are no text: an archive or a document whose parts unpack to more than is read. */
export const BINARY_LIMIT: Detector = {
  id: 'binary_limit',
  title: 'more packed bytes than are read',
  group: 'binary', // Nearly all of it is no text, so it is only recorded.
  rules: [],
};

/* A value that a rule finds gets one of these names if every attacker has it already. */

export const PUBLISHED_SAMPLE: Detector = {
  id: 'published_sample',
  title: 'a sample of a manual or a standard',
  group: 'known',
  rules: [],
};

export const DEFAULT_PASSWORD: Detector = {
  id: 'default_password',
  title: 'a password that a program comes with',
  group: 'known',
  rules: [],
};

export const FILLER: Detector = { id: 'filler', title: 'a token that is only filled up', group: 'known', rules: [] };

/** Its rules find any secret behind a label, and rows of characters in the place of one, which are no reason to refuse. */
export const LABELLED_SECRET = 'secret';

/** Its rules read lines: the words of a command, each for itself, do not tell. */
export const COMMAND_PASSWORD = 'command_password';
