export type { Detector, Family, Group, Hit, Place, Rule } from './detector.js';
export { DETECTORS, FAMILIES } from './registry.js';
export { scan, type Finding, type Json, type ScanOptions } from './scan.js';
