/** What each key does. */
export const HELP: readonly string[] = [
  'Keys',
  '  up, down, j, k   move or scroll; page up, page down and space by ten',
  '  tab              the keys move the other table',
  '  enter            the whole of the chosen call; escape or q leads back',
  '  a                approve the chosen call, once',
  '  h                approve it, and calls like it for an hour',
  '  d                deny it, with a reason that the agent is told',
  '  p                pause: nothing is asked and nothing moves',
  '  ctrl-l           draw the screen again',
  '  ctrl-z           leave it for the shell; fg leads back',
  '  q, ctrl-c        quit',
  '',
  'Deciding leaves this screen, shows the whole call as `mcp-guard approvals` does, and asks.',
  'Names of clients are what they say of themselves. WAIT counts requests without an answer.',
];
