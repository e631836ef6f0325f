import type { Detector, Rule } from '../detector.js';

/** A rule as the engine calls it. */
export interface Target {
  readonly detector: Detector;
  readonly verify: Rule['verify'];
  readonly words: Rule['anchors'];
  /** Numbers of words of which one must stand near it. */
  readonly needs: readonly number[] | undefined;
}
