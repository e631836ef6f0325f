import type { RegisterCommand } from '../command.js';
import { approvals } from './approvals.js';
import { auth } from './auth.js';
import { connect } from './connect.js';
import { explain } from './explain.js';
import { health } from './health.js';
import { init } from './init.js';
import { logs } from './logs.js';
import { restart } from './restart.js';
import { scan } from './scan.js';
import { start } from './start.js';
import { status } from './status.js';
import { stop } from './stop.js';
import { validate } from './validate.js';

/** Every command, in the order of the help. */
export const COMMANDS: readonly RegisterCommand[] = [
  init,
  start,
  stop,
  restart,
  connect,
  status,
  health,
  validate,
  explain,
  scan,
  logs,
  approvals,
  auth,
];
