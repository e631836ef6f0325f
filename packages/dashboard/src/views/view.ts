import type { ComponentType } from 'preact';
import type { IconName } from '../parts/icon.js';
import type { Route } from '../state/route.js';

export interface ViewProps {
  readonly route: Route;
}

/** A part of the page with an address of its own. */
export interface ViewEntry {
  /** In the address: `#/calls`. */
  readonly name: string;
  readonly title: string;
  readonly icon: IconName;
  readonly View: ComponentType<ViewProps>;
}
