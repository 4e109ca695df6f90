/** Milliseconds since the epoch, UTC. */
export type Clock = () => number;

/** The machine's clock. Tests bring their own; nothing else may ask for the time. */
export function systemClock(): number {
  return Date.now();
}
