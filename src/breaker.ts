const FAILURES = 5;
const OPEN_MS = 30_000;

/** `cut-off`: it was not given the time to answer or fail, which tells nothing. */
export type AskOutcome = 'answered' | 'failed' | 'cut-off';

/**
 * Stops asking what does not answer: after five failures in a row it is open for 30 seconds, then lets one probe through,
 * whose outcome opens or closes it.
 */
export class Breaker {
  #failures = 0;
  #openUntil = 0;
  #probing = false;

  /** Whether it would not let anybody through now. */
  isOpen(now: number): boolean {
    return this.#failures >= FAILURES && (now < this.#openUntil || this.#probing);
  }

  /** Whether one may ask. Who may has to note what came of it. */
  admit(now: number): boolean {
    if (this.isOpen(now)) return false;
    this.#probing = this.#failures >= FAILURES;
    return true;
  }

  /** Notes what came of asking; answers whether this was the failure that opened it. */
  note(outcome: AskOutcome, now: number): boolean {
    this.#probing = false;
    if (outcome === 'cut-off') return false;
    this.#failures = outcome === 'answered' ? 0 : this.#failures + 1;
    if (this.#failures >= FAILURES) this.#openUntil = now + OPEN_MS;
    return this.#failures === FAILURES;
  }
}
