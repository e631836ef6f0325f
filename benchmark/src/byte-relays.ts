import { fileURLToPath } from 'node:url';
import { EVERYTHING, runNode, type Contender } from './contender.js';
import { findChain } from './process-tree.js';

const RELAY = fileURLToPath(import.meta.resolve('./byte-relay.js'));

/** A chain of processes that copy bytes and look at nothing: the least that can stand between a client and a server. */
const relays = (name: string, count: number): Contender => ({
  name,
  command: runNode(...Array.from({ length: count }, () => [RELAY, process.execPath]).flat(), EVERYTHING, 'stdio'),
  costs: ({ pid }) =>
    // The command line of a relay begins as those of all behind it end, so the last of the chain is the server.
    findChain(pid, EVERYTHING)
      .slice(0, count)
      .map((each, index) => ({ role: `relay ${index + 1}`, pid: each })),
});

export const oneRelay: Contender = relays('one relay', 1);
/** As many processes as bridge and daemon are. */
export const twoRelays: Contender = relays('two relays', 2);
