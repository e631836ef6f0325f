import { apiRoutes } from './api.js';
import { enterRoutes } from './enter.js';
import { healthRoutes } from './health.js';
import { metricsRoutes } from './metrics.js';
import { pageRoutes } from './page.js';
import type { RegisterRoutes } from './web-route.js';

/** The routes of the HTTP side of the daemon. */
export const WEB_ROUTES: readonly RegisterRoutes[] = [healthRoutes, pageRoutes, enterRoutes, apiRoutes, metricsRoutes];
