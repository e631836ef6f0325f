import type { Store } from '@mcp-guard/store';
import type { ApprovalRuntime } from '../approvals/index.js';
import type { WayOut } from '../host/way-out.js';
import type { Identities } from '../identity/identities.js';
import type { LoginKeeper } from '../identity/oauth/login-keeper.js';
import type { Recorder } from '../record/recorder.js';
import type { Sessions } from '../session/sessions.js';
import type { Cleanup } from './cleanup.js';
import type { Home } from './home.js';
import type { SettledOptions } from './options.js';
import type { State } from './state.js';

/** The parts of a daemon, in the order in which they are opened. */
export interface Parts {
  readonly options: SettledOptions;
  readonly cleanup: Cleanup;
  readonly home: Home;
  readonly wayOut: WayOut;
  readonly store: Store;
  readonly recorder: Recorder;
  readonly state: State;
  readonly approvals: ApprovalRuntime;
  readonly sessions: Sessions;
  readonly logins: LoginKeeper;
  readonly identities: Identities;
}
