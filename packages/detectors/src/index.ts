export { loadFamilies } from './built-in.js';
export { CustomTypes, refuseExpression, type CustomType } from './custom.js';
export type { Detector, Family, Group, Hit, Site, Rule } from './detector.js';
export { findHidden } from './hidden-layout.js';
export {
  canSpeak,
  findHiddenText,
  HIDDEN_KINDS,
  INVISIBLE_KINDS,
  isHiddenKind,
  MAX_HIDDEN,
  type HiddenKind,
  type HiddenText,
} from './hidden-text.js';
export { LOOKALIKES } from './decoders/lookalikes.js';
export { describeLookAlikes } from './look-alikes.js';
export { DETECTORS, FAMILIES, readTableSamples } from './registry.js';
export { createForRecord, findCredentials, findUnwritable, forRecord, forTerminal, mask } from './masking.js';
export type { Json, JsonPath } from './json.js';
export type { Finding, OnWork, ScanOptions } from './engine/finding.js';
export { scan } from './engine/scan.js';
export { GROUPS, groupsOf, isOrder, TYPES, type Type } from './types.js';
