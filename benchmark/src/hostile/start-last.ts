import { constants, setPriority } from 'node:os';
import type { Child, Command, Processes } from '../processes.js';

/** Starts a process of an attack, after all others in the use of processors: what it takes of them is no work of the guard. */
export function startLast(processes: Processes, command: Command): Child {
  const child = processes.start(command);
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  return child;
}
