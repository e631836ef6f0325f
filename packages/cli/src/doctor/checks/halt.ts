import { describeHalt, findHalt } from '../../daemon/halt.js';
import { fail, type Check } from '../check.js';

/** The halt of all calls, if one is in force. */
export const halt: Check = {
  id: 'halt',
  run({ daemon, tools }) {
    const inForce = daemon ? daemon.halt : findHalt(tools.env);
    return inForce ? fail(describeHalt(inForce), { command: 'mcp-guard release' }) : [];
  },
};
