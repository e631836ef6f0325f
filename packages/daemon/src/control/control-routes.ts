import type { FastifyPluginAsync } from 'fastify';
import type { DaemonState } from './daemon-state.js';

export type ControlRoutes = FastifyPluginAsync<{ readonly state: DaemonState }>;
