import { approvalRoutes } from './approval-routes.js';
import { editRoutes } from './edit-routes.js';
import { openPageRoutes } from './page-routes.js';
import { haltRoutes } from './halt-routes.js';
import { policyRoutes } from './policy-routes.js';
import { recordRoutes } from './record-routes.js';
import { serverRoutes } from './server-routes.js';
import { statusRoutes } from './status-routes.js';
import { stopRoutes } from './stop-routes.js';
import { callRoutes } from './call-routes.js';
import type { ControlRoutes } from './control-route.js';

/** The routes of the control API. */
export const ROUTES: readonly ControlRoutes[] = [
  statusRoutes,
  callRoutes,
  serverRoutes,
  policyRoutes,
  approvalRoutes,
  recordRoutes,
  editRoutes,
  haltRoutes,
  openPageRoutes,
  stopRoutes,
];
