/** Milliseconds since the epoch, UTC. */
export type Clock = () => number;

/** The machine's clock. Tests bring their own; nothing else may ask for the time. */
export function systemClock(): number {
  return Date.now();
}

/** Nothing that repeats itself is put off by more than a day: a time that lies further ahead is of a clock that was wrong. */
export const FAR_AHEAD_MS = 25 * 3_600_000;
