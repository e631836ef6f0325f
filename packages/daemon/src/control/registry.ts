import type { FastifyPluginAsync } from 'fastify';
import type { DaemonState } from '../daemon-state.js';
import { approvalRoutes } from './approval-routes.js';
import { recordRoutes } from './record-routes.js';
import { statusRoutes } from './status-routes.js';
import { stopRoutes } from './stop-routes.js';

export type ControlRoutes = FastifyPluginAsync<{ readonly state: DaemonState }>;

/** What the control API offers. */
export const ROUTES: readonly ControlRoutes[] = [statusRoutes, approvalRoutes, recordRoutes, stopRoutes];
