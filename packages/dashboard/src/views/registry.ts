import { ApprovalsPage } from './approvals/approvals-page.js';
import { CallsPage } from './calls/calls-page.js';
import { NowPage } from './now/now-page.js';
import type { ViewEntry } from './view.js';

const FIRST: ViewEntry = { name: 'now', title: 'Now', icon: 'pulse', View: NowPage };

/** In the order of the navigation. */
export const VIEWS: readonly ViewEntry[] = [
  FIRST,
  { name: 'calls', title: 'Calls', icon: 'list', View: CallsPage },
  { name: 'approvals', title: 'Approvals', icon: 'hand', View: ApprovalsPage },
];

/** The first one for a name that there is not. */
export const findView = (name: string): ViewEntry => VIEWS.find((view) => view.name === name) ?? FIRST;
