import type { FastifyPluginAsync } from 'fastify';
import type { DaemonControl } from './daemon-control.js';

/** The routes of one file, built from the one object that is handed to all of them. */
export type ControlRoutes = FastifyPluginAsync<{ readonly daemon: DaemonControl }>;
