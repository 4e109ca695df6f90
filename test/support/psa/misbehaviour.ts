import type { FakeRequest } from './fake-server.js';

/** What a fake PSA does wrong. Rules that match a request add up: a delay and then an answer lost, for example. */
export type Misbehaviour = {
  /** Absent: every request. */
  match?: (request: FakeRequest) => boolean;
  /** How many requests it meets; absent: all, until `behave()`. */
  times?: number;
} & Misdeed;

export type Misdeed =
  /** The connection ends without an answer; `after`: once the work was done. `hang` never ends it, and does no work. */
  | { do: 'drop-before' | 'drop-after' | 'hang' }
  /** Waits before the work, or between the work and the answer. */
  | { do: 'delay' | 'delay-answer'; ms: number }
  /** Waits between the work and the answer until this has come. */
  | { do: 'wait'; for: Promise<unknown> }
  /** This instead of an answer; `after`: once the work was done all the same. */
  | { do: 'status'; status: number; body?: unknown; headers?: Record<string, string>; after?: true }
  /** A proxy's page, with 200 unless said otherwise. */
  | { do: 'html'; status?: number }
  | { do: 'redirect'; to: string }
  /** The answer with more than two megabytes of blanks behind it, or the first half of it and then silence. */
  | { do: 'huge' | 'stall' }
  /** Searches and lists do not show what was created less than this ago; by its id it is found. */
  | { do: 'hide-new'; ms: number };

export interface Rules {
  add(rule: Misbehaviour): void;
  clear(): void;
  /** What becomes of a request. Counts down the rules it meets. */
  meet(request: FakeRequest): Misdeed[];
}

export function createRules(): Rules {
  let rules: { rule: Misbehaviour; left: number }[] = [];
  return {
    add: (rule) => void rules.push({ rule, left: rule.times ?? Number.POSITIVE_INFINITY }),
    clear() {
      rules = [];
    },
    meet(request) {
      const met = rules.filter(({ rule, left }) => left > 0 && (rule.match?.(request) ?? true));
      for (const entry of met) entry.left -= 1;
      return met.map(({ rule }) => rule);
    },
  };
}

/** Something that others wait for until it is opened. */
export function createGate(): { opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
