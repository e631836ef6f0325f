import type { ApprovalView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { Ago, Left } from '../../parts/moment.js';
import { Said } from '../../parts/said.js';
import { Table } from '../../parts/table.js';
import { formatRoute } from '../../state/route.js';
import { STATES, toPrice } from './approval-states.js';

interface ApprovalTableProps {
  readonly label: string;
  readonly approvals: readonly ApprovalView[];
  readonly selected: string | null;
  /** Name of the column that says when it ends; `null` without one. */
  readonly end: string | null;
}

export const ApprovalTable = ({ label, approvals, selected, end }: ApprovalTableProps): JSX.Element => (
  <Table
    label={`Table: ${label}`}
    kind="linked"
    columns={[
      'Tool',
      ['Server', 'wide'],
      ['User', 'wide'],
      ['Amount', 'number wide'],
      end === null ? 'State' : 'Why',
      [end ?? 'Decided', 'number'],
    ]}
  >
    {approvals.map((approval) => (
      <Row key={approval.id} approval={approval} isSelected={approval.id === selected} hasEnd={end !== null} />
    ))}
  </Table>
);

interface RowProps {
  readonly approval: ApprovalView;
  readonly isSelected: boolean;
  readonly hasEnd: boolean;
}

function Row({ approval, isSelected, hasEnd }: RowProps): JSX.Element {
  const { id, tool, server, actor, reasons, standing, state, why, expiresAt, decidedAt } = approval;
  const [word, tone] = STATES[state];
  return (
    <tr data-approval={id} aria-selected={isSelected}>
      <th scope="row">
        <a href={formatRoute('approvals', id)}>
          <Said text={tool} max={80} />
        </a>
        <small class="narrow">
          <Said text={[server, toPrice(approval)].filter((each) => each !== null).join(', ')} max={120} />
        </small>
        {standing && (
          <small>
            {standing.uses} of {standing.maxUses} used
          </small>
        )}
      </th>
      <td class="wide">
        <Said text={server} max={64} />
      </td>
      <td class="wide">
        <Said text={actor} max={64} />
      </td>
      <td class="number wide">{toPrice(approval)}</td>
      <td>
        {hasEnd ? (
          <Said text={reasons[0]?.why ?? ''} max={120} />
        ) : (
          <>
            <span class={`badge ${tone}`}>{word}</span>
            {why !== null && (
              <small>
                <Said text={why} max={120} />
              </small>
            )}
          </>
        )}
      </td>
      <td class="number">
        {hasEnd ? (
          <Left at={expiresAt * 1000} />
        ) : (
          <span>
            <Ago at={(decidedAt ?? expiresAt) * 1000} /> ago
          </span>
        )}
      </td>
    </tr>
  );
}
