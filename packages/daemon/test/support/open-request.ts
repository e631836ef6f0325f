import { OpenRequests, type OpenRequest } from '../../src/state/open-requests.js';
import { readRequest } from '../../../rules/test/support/read.js';

/** A request that waits for its answer. */
export const openRequest = (message: object | string): OpenRequest => new OpenRequests().add(readRequest(message));
