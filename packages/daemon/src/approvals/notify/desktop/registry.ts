import type { Notifier } from './notifier.js';
import { notifySend } from './notify-send.js';
import { osascript } from './osascript.js';

/** The first one that is there is used. */
export const NOTIFIERS: readonly Notifier[] = [osascript, notifySend];
