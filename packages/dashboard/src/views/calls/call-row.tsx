import { safe, type CallView } from '@mcp-guard/core/page';
import { Component, type ComponentChild } from 'preact';
import { toMoment } from '../../parts/words.js';
import { toCell, type CallColumn } from './columns.js';
import { Outcome } from './outcome.js';

export interface CallRowProps {
  readonly call: CallView;
  readonly columns: readonly CallColumn[];
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
    const { call, columns, position, isSelected, isReachable, href } = this.props;
    return (
      next.call !== call ||
      next.columns !== columns ||
      next.position !== position ||
      next.isSelected !== isSelected ||
      next.isReachable !== isReachable ||
      next.href !== href
    );
  }

  override render({ call, columns, position, isSelected, isReachable, href }: CallRowProps): ComponentChild {
    const { seq, at, target, method, server, direction, outcome } = call;
    const name = safe(target ?? method ?? NONE, MAX_NAME);
    return (
      <tr aria-rowindex={position + 1} aria-selected={isSelected} data-seq={seq}>
        <td class="time">{toMoment(at).replace(/^\d{4}-/, '')}</td>
        <td class="target">
          <a href={href} tabIndex={isReachable ? 0 : -1}>
            <bdi>{name}</bdi>
          </a>
          {target !== null && method !== 'tools/call' && <span class="dim"> {safe(method ?? '', 60)}</span>}
          {direction === 'toClient' && <span class="dim"> asked by the server</span>}
          <small class="narrow">{safe(server ?? NONE, 64)}</small>
        </td>
        <td class="outcome">
          <Outcome outcome={outcome} />
        </td>
        {columns.map((column) => toCell(column, call))}
      </tr>
    );
  }
}
