import type { Extension } from './extension.js';
import { events } from './events.js';
import { skills } from './skills.js';
import { specification } from './specification.js';
import { tasks } from './tasks.js';

/** A method of none of them is unknown. */
export const EXTENSIONS: readonly Extension[] = [specification, tasks, skills, events];
