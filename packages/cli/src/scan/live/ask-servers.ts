import { GuardError } from '@mcp-guard/core';
import { Reaper } from '@mcp-guard/core/launch';
import { showText } from '../../output/show-text.js';
import { askServer, type ServerAnswer } from '../../servers/ask-server.js';
import { ServerFault } from '../../servers/server-fault.js';
import type { Unasked } from '../report/report.js';
import type { Place, ScannedFile } from '../rule.js';
import { findRefused } from './consents.js';
import { toLaunchables, type Around, type Launchable } from './launches.js';
import { whyNotAsked } from './whether.js';

/** At most so many are started. */
const MAX_LAUNCHES = 200;
const AT_ONCE = 4;

/** A started server, and its responses. */
export interface AskedServer extends Place {
  readonly answer: ServerAnswer;
}

export interface AskedServers {
  /** In the order of the files, not of the responses. */
  readonly asked: readonly AskedServer[];
  readonly unasked: readonly Unasked[];
}

export interface AskServersOptions extends Around {
  /** The version of mcp-guard. */
  readonly version: string;
  /** Gets the number of servers that are started. */
  readonly begin: (count: number) => void;
}

/** Starts each server that may be started once, and lists what it offers. A server that does not respond is only reported. */
export async function askServers(files: readonly ScannedFile[], options: AskServersOptions): Promise<AskedServers> {
  const outcomes = new Map<Place, ServerAnswer | string>();
  const places = files.flatMap((file) => file.servers.map((server) => ({ file, server })));
  for (const place of places) {
    const why = whyNotAsked(place);
    if (why !== undefined) outcomes.set(place, why);
  }
  const all = toLaunchables(
    places.filter((place) => !outcomes.has(place)),
    options,
  );
  const settle = ({ places: of }: Launchable, outcome: ServerAnswer | string): void => {
    for (const place of of) outcomes.set(place, outcome);
  };
  for (const each of all.slice(MAX_LAUNCHES))
    settle(each, `is one of more than ${MAX_LAUNCHES}, which are not all started`);
  const few = all.slice(0, MAX_LAUNCHES);
  const refused = await findRefused(few);
  for (const [each, why] of refused) settle(each, why);
  const agreed = few.filter((each) => !refused.has(each));
  if (agreed.length > 0) {
    options.begin(agreed.length);
    await startAll(agreed, options.version, settle);
  }
  return sortOut(places, outcomes);
}

async function startAll(
  launchables: readonly Launchable[],
  version: string,
  settle: (launchable: Launchable, outcome: ServerAnswer | string) => void,
): Promise<void> {
  const reaper = new Reaper();
  const rest = launchables.values();
  const takeTurns = async (): Promise<void> => {
    for (const each of rest) {
      settle(each, await askServer(each.launch, { version, reaper }).catch(toWords)); // oxlint-disable-line no-await-in-loop -- a few at once
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, takeTurns));
  } finally {
    reaper.close();
  }
}

function toWords(error: unknown): string {
  if (!(error instanceof GuardError)) throw error;
  return error.cause instanceof ServerFault ? error.cause.message : error.message;
}

function sortOut(places: readonly Place[], outcomes: ReadonlyMap<Place, ServerAnswer | string>): AskedServers {
  const asked: AskedServer[] = [];
  const unasked: Unasked[] = [];
  for (const place of places) {
    const outcome = outcomes.get(place);
    const { file, server } = place;
    if (typeof outcome === 'object') asked.push({ ...place, answer: outcome });
    else {
      const { line, column } = server.place;
      const name = showText(server.name);
      unasked.push({
        client: file.client,
        file: file.path,
        line,
        column,
        server: name,
        why: outcome ?? 'was not started',
      });
    }
  }
  return { asked, unasked };
}
