import { safe, type Decider, type PolicyView } from '@mcp-guard/core';
import { findWarnings, valuesInForce } from '@mcp-guard/policy';
import { emptyEntry } from '@mcp-guard/store';
import { refuseOrigin } from '../../identity/origin.js';
import type { Configuration } from '../../config/configuration.js';
import type { Delivery } from '../../record/delivery.js';

const MAX_NAME = 100;

export interface PolicyViewParts {
  readonly configuration: Pick<Configuration, 'loaded' | 'status' | 'acknowledge' | 'confirm'>;
  readonly delivery: Pick<Delivery, 'record'>;
}

/** The configuration in force, for people. */
export interface OpenPolicyView {
  view(): PolicyView;
  /**
   * A person has seen what reloads loosened. Throws UNAUTHENTICATED where a decision would not count: an agent could have
   * loosened it.
   */
  acknowledge(by: string, decider: Decider): PolicyView;
  /**
   * A person has confirmed these changes, which are written next: they are recorded, and need not be seen again. Throws as
   * `acknowledge`.
   */
  confirm(changes: readonly string[], decider: Decider): void;
}

export function openPolicyView({ configuration, delivery }: PolicyViewParts): OpenPolicyView {
  const view = (): PolicyView => {
    const { loaded, status } = configuration;
    const { warnings } = findWarnings(loaded);
    return { ...status, values: valuesInForce(loaded), warnings: warnings.map((line) => safe(line, 1000)) };
  };
  const insist = (decider: Decider): void => {
    const refusal = refuseOrigin(decider, configuration.loaded.config.approvals);
    if (refusal) throw refusal;
  };
  const record = (detail: string): void => {
    delivery.record({ ...emptyEntry('daemon', 'acknowledge'), detail: detail.slice(0, 2000) });
  };
  return {
    view,
    confirm(changes, decider) {
      insist(decider);
      configuration.confirm(changes);
      const shown = changes.map((change) => safe(change, 500)).join('; ');
      record(`a person (${factsOf(decider)}) has confirmed: ${shown}`);
    },
    acknowledge(by, decider) {
      insist(decider);
      const { loosened, acknowledged } = configuration.status;
      if (!loosened || acknowledged) return view();
      const name = safe(by, MAX_NAME);
      configuration.acknowledge(name);
      record(`${name} (${factsOf(decider)}) has seen what was loosened: ${loosened.changes.join('; ')}`);
      return view();
    },
  };
}

const factsOf = ({ uid, pid, tty }: Decider): string =>
  `uid ${uid}, pid ${pid ?? 'unknown'}, terminal ${tty ?? 'none'}`;
