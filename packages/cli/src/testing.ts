/** End-to-end tests play a manager of services, start what a client's file says, and open the page as `dashboard` does. */
export type { ClientFormat, ServerRun } from './clients/client-format.js';
export type { CommandTools } from './command.js';
export { createControlClient } from './daemon/control-client.js';
export { toOpeningPage } from './person/page-code.js';
export { installService } from './service/install.js';
export { openManager } from './service/registry.js';
export { describeService, readService } from './service/report.js';
export type { ServiceManager } from './service/service-manager.js';
export { uninstallService } from './service/uninstall.js';
