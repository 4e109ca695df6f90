import { setTimeout as passed } from 'node:timers/promises';
import type { FakeRequest } from '../fake-server.js';
import type { Misbehaviour } from '../misbehaviour.js';

const THREADS = 3;

/**
 * Which requests are under way: those that a rule makes last, until that is over, also when whoever asked has given up
 * meanwhile. All others are done at once.
 */
export class Threads {
  readonly #under = new Set<FakeRequest>();

  /** Whether others have taken all threads for what this is about. */
  areTaken(request: FakeRequest): boolean {
    const others = [...this.#under].filter((other) => other !== request && subjectOf(other) === subjectOf(request));
    return others.length >= THREADS;
  }

  /** The rule, in a form that tells here whom it meets. */
  watching(rule: Misbehaviour): Misbehaviour {
    const match = (request: FakeRequest) => {
      const met = rule.match?.(request) ?? true;
      if (met) void this.#occupy(request, rule);
      return met;
    };
    return { ...rule, match };
  }

  async #occupy(request: FakeRequest, rule: Misbehaviour): Promise<void> {
    if (rule.do !== 'wait' && rule.do !== 'delay' && rule.do !== 'delay-answer') return;
    this.#under.add(request);
    await (rule.do === 'wait' ? rule.for : passed(rule.ms, undefined, { ref: false }));
    this.#under.delete(request);
  }
}

/** Companies or contacts: each has threads of its own. */
function subjectOf({ path }: FakeRequest): string | undefined {
  return /\/V1\.0\/(?:Companies\/\d+\/)?(\w+)/i.exec(path)?.[1];
}
