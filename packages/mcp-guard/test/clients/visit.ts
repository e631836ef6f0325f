import { comparable } from './comparable.ts';
import type { ClientKind, ServerAddress, ServerCommand } from './connected-client.ts';
import type { Json } from './json.ts';
import { Questions } from './questions.ts';
import type { Scenario } from './scenario.ts';

export interface FinishedVisit {
  /** What the scenario noted, every question of the server that was answered, and all that the server said by itself. */
  readonly record: Json;
  /** Resolves when the client has ended its child process. Nothing has to wait for it before the next visit. */
  readonly closed: Promise<void>;
}

/** Connects, runs the scenario once, and says what was seen. */
export async function visit(
  scenario: Scenario,
  kind: ClientKind,
  server: ServerCommand | ServerAddress,
  folder: string,
): Promise<FinishedVisit> {
  const questions = new Questions();
  const client = await kind.connect(server, questions.noting(scenario.answers?.(folder) ?? {}));
  try {
    const saw = await scenario.run({ client, folder });
    const record = comparable({ saw, asked: await questions.all(), heard: client.heard.all }, { ...scenario, folder });
    return { record, closed: client.close() };
  } catch (error) {
    await client.close();
    throw error;
  }
}
