import type { Notifier } from './notifier.js';

/** Never changes: what it shows comes as arguments, so that no text is a part of the script. */
const SCRIPT = `on run argv
  display notification (item 2 of argv) with title (item 1 of argv)
end run`;

/** The program of macOS. */
export const osascript: Notifier = {
  program: 'osascript',
  toArguments: ({ title, text }) => ['-e', SCRIPT, '--', title, text],
  toEnvironment: () => ({}),
};
