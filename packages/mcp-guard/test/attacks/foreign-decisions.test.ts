import { guardPaths, type ApprovalView } from '@mcp-guard/core';
import { createApprovalKey, signDecision, toRemoval, writeApprovalKey } from '@mcp-guard/core/approval-key';
import { expect, it } from 'vitest';
import { approve, heldId, listApprovals } from '../support/approvals.ts';
import { askDaemon } from '../support/ask-daemon.ts';
import { askFromTerminal } from '../support/ask-from-terminal.ts';
import { callLine, ownAnswer } from '../support/calls.ts';
import { until } from '../support/until.ts';
import { heardByServer } from '../support/wire-session.ts';
import { createWire, type WireOptions, type WireSession } from '../support/in-process-wire.ts';

const ASKING: WireOptions = { policy: { permissions: { require_approval: ['deploy'] } } };
const SIGNED: WireOptions = { ...ASKING, config: { approvals: { passphrase: true } } };
const PASSPHRASE = 'correct horse battery staple';
const CALL = callLine('deploy', { to: 'production' }, 1);

const hold = async (session: WireSession): Promise<string> => heldId(JSON.stringify(await ownAnswer(session, CALL)));

// Threat 4
it('a decision that an agent sends to the control socket, without a terminal, does not count', async () => {
  await using wire = await createWire(ASKING);
  const session = await wire.connect();
  const id = await hold(session);
  const { print }: Partial<ApprovalView> = await askDaemon(wire.guard, `/approvals/${id}`);
  for (const decision of [
    { kind: 'approve', standing: null },
    { kind: 'approve', standing: { for: 2_592_000, maxUses: 1000, same: null } },
    { kind: 'deny', why: null },
  ]) {
    const decided = { approval: id, print, decision, by: 'the boss', at: Date.now(), signature: null };
    expect(await askDaemon(wire.guard, '/approvals/decide', decided)).toMatchObject({ code: 'UNAUTHENTICATED' });
  }
  expect(await listApprovals(wire.guard)).toMatchObject([{ id, state: 'pending' }]);
  expect(await hold(session)).toBe(id);
});

it('a decision in a terminal that an agent opened below its client does not count', async () => {
  await using wire = await createWire(ASKING);
  const session = await wire.connect();
  const id = await hold(session);
  expect(await approve(wire.guard, id, 'inside')).toMatchObject({
    code: 'UNAUTHENTICATED',
    hint: expect.stringContaining('approvals.inside_clients'),
  });
  expect(await hold(session)).toBe(id);
  expect(await heardByServer(session)).toEqual([]);
});

it('an edit that switches the passphrase off admits no decision without it', async () => {
  await using wire = await createWire(SIGNED);
  const key = createApprovalKey(PASSPHRASE, { cost: 1024 });
  writeApprovalKey(guardPaths(wire.guard.home).approvalKey, key);
  const session = await wire.connect();
  const id = await hold(session);
  await wire.configure(ASKING);
  const isReloaded = async (): Promise<boolean> => (await approve(wire.guard, id)).hasOwnProperty('hint');
  await until('the edit is in force', isReloaded);
  expect(await approve(wire.guard, id)).toMatchObject({
    code: 'UNAUTHENTICATED',
    message: 'a decision needs the passphrase',
    hint: expect.objectContaining({ command: 'mcp-guard approvals passphrase --off' }),
  });
  expect(await heardByServer(session)).toEqual([]);

  // Only who knows it gives it up.
  const removal = (signature: string, at = Date.now()): Promise<unknown> =>
    askFromTerminal(wire.guard, '/approvals/passphrase/off', { at, signature });
  const sign = (at: number): string => signDecision(key, PASSPHRASE, toRemoval(key.publicKey, at)) ?? '';
  const old = Date.now() - 600_000;
  expect(await removal(Buffer.alloc(64).toString('base64'))).toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(await removal(sign(old), old)).toMatchObject({ code: 'UNAUTHENTICATED' });
  const now = Date.now();
  expect(await removal(sign(now), now)).toEqual({});
  expect(await approve(wire.guard, id)).toMatchObject({ state: 'approved' });
});
