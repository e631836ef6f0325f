import type { FastifyInstance } from 'fastify';
import type { WebParts } from '../web-parts.js';

/** Adds the routes of one file. */
export type RegisterRoutes = (app: FastifyInstance, parts: WebParts) => void;
