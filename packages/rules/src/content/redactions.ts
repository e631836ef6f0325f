import { PathMap, type JsonEdit, type Splice } from '@mcp-guard/core';
import { isHiddenKind, type JsonPath } from '@mcp-guard/detectors';
import type { DecidedFinding } from './inspect.js';

/** The text in place of a finding; hidden text is removed without a trace in the text. */
export const markerOf = (type: string): string => (isHiddenKind(type) ? '' : `[REDACTED:${type}]`);

type Found = Pick<DecidedFinding, 'finding'>;
/** Replaces a finding and those that overlap it. @param length of all that it replaces */
type ToMarker = (finding: DecidedFinding['finding'], length: number) => string;

const toMarker: ToMarker = ({ type }) => markerOf(type);

/** Takes findings out of the strings of a message; every other byte stays. */
export function toEdits(findings: readonly Found[], marker: ToMarker = toMarker): readonly JsonEdit[] {
  const byPlace = new PathMap<Found[]>();
  const edited: (readonly [JsonPath, Found[]])[] = [];
  for (const decided of findings) {
    const { path } = decided.finding;
    const there = byPlace.at(path, () => {
      const first: Found[] = [];
      edited.push([path, first]);
      return first;
    });
    there.push(decided);
  }
  return edited.map(([path, there]) => ({ path, splices: toSplices(there, marker) }));
}

/** If findings overlap, all of them go, and the first is named. */
function toSplices(findings: readonly Found[], marker: ToMarker): readonly Splice[] {
  const places: { start: number; end: number; named: DecidedFinding['finding'] }[] = [];
  for (const { finding } of findings.toSorted((a, b) => a.finding.start - b.finding.start)) {
    const last = places.at(-1);
    if (last && finding.start < last.end) {
      last.end = Math.max(last.end, finding.end);
      if (isHiddenKind(last.named.type)) last.named = finding;
    } else places.push({ start: finding.start, end: finding.end, named: finding });
  }
  return places.map(({ start, end, named }) => ({ start, end, text: marker(named, end - start) }));
}
