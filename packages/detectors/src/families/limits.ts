import type { Detector, Family } from '../detector.js';

/** Not searched for: `scan` reports it for a text whose encoded parts exceed the room to read them. */
export const INSPECTION_LIMIT: Detector = {
  id: 'inspection_limit',
  title: 'more encoded text than is read',
  group: 'secret', // A part that could not be read may be one.
  rules: [],
};

/** The same of bytes that are no text: an archive or a document whose parts unpack to more than is read. */
export const BINARY_LIMIT: Detector = {
  id: 'binary_limit',
  title: 'more packed bytes than are read',
  group: 'binary', // Nearly all of it is no text, so it is only recorded.
  rules: [],
};

export const limits: Family = { name: 'limits', detectors: [INSPECTION_LIMIT, BINARY_LIMIT] };
