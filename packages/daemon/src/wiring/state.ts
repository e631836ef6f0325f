import { stateFolders } from '@mcp-guard/core';
import { HaltFiles } from '@mcp-guard/policy';
import type { Store } from '@mcp-guard/store';
import type { Recorder } from '../record/recorder.js';
import type { SessionDeps } from '../session/session-parts.js';
import { Halts } from '../state/halts.js';
import { Markers } from '../state/markers.js';
import { RateLimits } from '../state/rate-limits.js';
import { Tasks } from '../state/tasks.js';
import { ToolLists } from '../state/tool-lists.js';
import { openTracer, type Tracer } from '../state/tracer.js';
import { Withheld } from '../state/withheld.js';
import type { Home } from './home.js';
import type { SettledOptions } from './options.js';

export interface State extends Pick<SessionDeps, 'delivery' | 'charge' | 'tools' | 'markers' | 'withheld' | 'tasks'> {
  readonly halt: Halts;
  readonly limits: RateLimits;
  /** Present where traces are sent. */
  readonly tracer: Tracer | undefined;
}

/** State that survives restarts besides the record, and is written with its rows. */
export function openState(
  { env }: SettledOptions,
  store: Store,
  { delivery, unwritten }: Recorder,
  { configuration }: Home,
): State {
  const halt = new Halts({ store: store.halt, files: new HaltFiles(stateFolders(env)), delivery, unwritten });
  const limits = new RateLimits(store.counters, unwritten);
  const tools = new ToolLists(store.shownTools, unwritten);
  const markers = new Markers(store.givenMarkers, unwritten);
  const withheld = new Withheld(store.withheldItems, unwritten);
  const tracer = openTracer(configuration.started.telemetry);
  return { halt, delivery, limits, tracer, charge: limits.charge, tools, markers, withheld, tasks: new Tasks() };
}
