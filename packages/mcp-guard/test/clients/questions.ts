import type { Answers, Asked } from './connected-client.ts';
import type { JsonObject } from './json.ts';

interface Question {
  readonly kind: keyof Answers;
  readonly params: JsonObject;
  /** Whether the server has cancelled it. */
  takenBack: boolean;
}

/** Notes every question of the server that a client answers. */
export class Questions {
  readonly #questions: Question[] = [];
  readonly #answering: Promise<unknown>[] = [];

  /** The same answers, which are noted when they are given. */
  noting({ sampling, elicitation, roots }: Answers): Answers {
    return {
      ...(sampling && { sampling: (asked) => this.#note('sampling', asked, sampling) }),
      ...(elicitation && { elicitation: (asked) => this.#note('elicitation', asked, elicitation) }),
      ...(roots && { roots: (asked) => this.#note('roots', asked, roots) }),
    };
  }

  /** The questions so far, when all of them are answered. */
  async all(): Promise<readonly Question[]> {
    await Promise.allSettled(this.#answering);
    return this.#questions;
  }

  #note<Answer>(
    kind: keyof Answers,
    asked: Asked,
    answer: (asked: Asked) => Answer | Promise<Answer>,
  ): Promise<Answer> {
    const question = { kind, params: asked.params, takenBack: false };
    this.#questions.push(question);
    asked.signal.addEventListener('abort', () => (question.takenBack = true));
    const answering = (async () => answer(asked))();
    this.#answering.push(answering);
    return answering;
  }
}
