import { existsSync } from 'node:fs';
import { GuardError } from '@mcp-guard/core';
import { DESKTOP_BUS } from '@mcp-guard/core/terminal-environment';
import type { Environment, Notifier } from './notifier.js';

/** A client of a desktop reads these, beside the address of its bus. */
const FURTHER = ['LANG', 'DISPLAY', 'WAYLAND_DISPLAY', 'XDG_RUNTIME_DIR'];

/**
 * The program of libnotify, for the desktops of Linux.
 * https://specifications.freedesktop.org/notification-spec/latest/markup.html
 */
export const notifySend: Notifier = {
  program: 'notify-send',
  toArguments: ({ title, text }) => ['--app-name=mcp-guard', '--', title, escape(text)],
  toEnvironment: (terminal) => ({
    ...Object.fromEntries(FURTHER.flatMap((name) => (terminal[name] === undefined ? [] : [[name, terminal[name]]]))),
    [DESKTOP_BUS]: findBus(terminal),
  }),
};

/**
 * Some desktops render mark-up in the body. The program itself reads escapes in it as C does, so that `\074` would
 * become `<` behind our back; its real line breaks stay.
 */
const escape = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Without an address, the program would start a bus of its own, on which nothing shows. */
function findBus(terminal: Environment): string {
  const named = terminal[DESKTOP_BUS];
  if (named !== undefined && named !== '') return named;
  const socket = `${terminal['XDG_RUNTIME_DIR'] ?? `/run/user/${process.getuid?.()}`}/bus`;
  if (existsSync(socket)) return `unix:path=${encodeURI(socket)}`;
  throw new GuardError('UPSTREAM_UNAVAILABLE', 'no desktop is known: start the daemon in a terminal of it');
}
