import { foldName } from '@mcp-guard/core';
import { canMeet } from '../neighbours.js';
import { NONE, type ScanRule } from '../rule.js';
import { skeletonOf } from '../skeleton.js';
import { showText } from '../../output/show-text.js';

export const imitatedName: ScanRule = {
  id: 'imitated-name',
  severity: 'high',
  title: 'a name that looks like another server’s, or mixes letters of several scripts',
  checkServer({ file, server, others }) {
    const { name } = server;
    const fold = foldName(name);
    const skeleton = skeletonOf(name);
    if (fold === skeleton) return NONE;
    const fix = 'find out who added it, and remove or rename it';
    const other = others
      .looksLike(name)
      .find((place) => foldName(place.server.name) !== fold && canMeet(place, { file, server }));
    if (other) return [{ why: `its name looks like ${showText(other.server.name)}, which is another server`, fix }];
    if (!isMixed(fold, skeleton)) return NONE;
    return [{ why: `its name reads as ${showText(skeleton)}, with letters of another script in it`, fix }];
  },
};

/** Whole words of another script are a language; single letters of it among Latin ones are a disguise. */
const isMixed = (fold: string, skeleton: string): boolean =>
  /^[\x20-\x7e]*$/.test(skeleton) &&
  /[a-z]/.test(fold) &&
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]/u.test(fold);
