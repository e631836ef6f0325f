import { safe, type CallView } from '@mcp-guard/core/page';
import { Component, type ComponentChild } from 'preact';
import { toLatency, toMoment } from '../../parts/words.js';
import { Outcome } from './outcome.js';

export interface CallRowProps {
  readonly call: CallView;
  /** The position in the whole list, from 1. */
  readonly position: number;
  readonly isSelected: boolean;
  readonly isReachable: boolean;
  readonly href: string;
}

const MAX_NAME = 120;
const NONE = '–';

/** One call on one line. Drawn only when it has changed: a list that scrolls draws hundreds. */
export class CallRow extends Component<CallRowProps> {
  override shouldComponentUpdate(next: CallRowProps): boolean {
    const { call, position, isSelected, isReachable, href } = this.props;
    return (
      next.call !== call ||
      next.position !== position ||
      next.isSelected !== isSelected ||
      next.isReachable !== isReachable ||
      next.href !== href
    );
  }

  override render({ call, position, isSelected, isReachable, href }: CallRowProps): ComponentChild {
    const { seq, at, target, method, server, client, direction, outcome, types, reason, answer } = call;
    const name = safe(target ?? method ?? NONE, MAX_NAME);
    const from = safe(server ?? NONE, 64);
    return (
      <tr aria-rowindex={position + 1} aria-selected={isSelected} data-seq={seq}>
        <td class="time">{toMoment(at).replace(/^\d{4}-/, '')}</td>
        <td class="target">
          <a href={href} tabIndex={isReachable ? 0 : -1}>
            <bdi>{name}</bdi>
          </a>
          {target !== null && method !== 'tools/call' && <span class="dim"> {safe(method ?? '', 60)}</span>}
          {direction === 'toClient' && <span class="dim"> asked by the server</span>}
          <small class="narrow">{from}</small>
        </td>
        <td class="wide">{from}</td>
        <td class="wide">{safe(client ?? NONE, 64)}</td>
        <td class="outcome">
          <Outcome outcome={outcome} />
        </td>
        <td class="wide because" title={reason === null ? undefined : safe(reason, 500)}>
          {safe(reason ?? '', 160)}
        </td>
        <td class="number wide">{answer ? toLatency(answer.waitedMs) : ''}</td>
        <td class="wide types">{safe(types.join(', '), 80)}</td>
      </tr>
    );
  }
}
