import { ApprovalsPage } from './approvals/approvals-page.js';
import { CallsPage } from './calls/calls-page.js';
import { NowPage } from './now/now-page.js';
import { PolicyPage } from './policy/policy-page.js';
import { ScanPage } from './scan/scan-page.js';
import { ServersPage } from './servers/servers-page.js';
import type { ViewEntry } from './view.js';

const FIRST: ViewEntry = { name: 'now', title: 'Now', icon: 'pulse', View: NowPage };

/** In the order of the navigation. */
export const VIEWS: readonly ViewEntry[] = [
  FIRST,
  { name: 'calls', title: 'Calls', icon: 'list', View: CallsPage },
  { name: 'approvals', title: 'Approvals', icon: 'hand', View: ApprovalsPage },
  { name: 'servers', title: 'Servers', icon: 'server', View: ServersPage },
  { name: 'policy', title: 'Policy', icon: 'policy', View: PolicyPage },
  { name: 'scan', title: 'Scan', icon: 'search', View: ScanPage },
];

/** The first one for a name that there is not. */
export const findView = (name: string): ViewEntry => VIEWS.find((view) => view.name === name) ?? FIRST;
