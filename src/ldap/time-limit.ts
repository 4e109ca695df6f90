import { Fault } from './fault.js';

export interface TimeLimit {
  /** Aborted with a Fault when the time is over, or when that of the limit around it is. */
  signal: AbortSignal;
  end(): void;
}

/** Begins a time limit, which has to be ended. */
export function startTimeLimit(ms: number, around?: AbortSignal): TimeLimit {
  const controller = new AbortController();
  const abort = () => controller.abort(new Fault('no-answer'));
  const timer = setTimeout(abort, ms);
  if (around?.aborted) abort();
  around?.addEventListener('abort', abort);
  const end = () => {
    clearTimeout(timer);
    around?.removeEventListener('abort', abort);
  };
  return { signal: controller.signal, end };
}

/** What comes of the work, or the signal's reason as soon as it is aborted. */
export async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
  });
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', abort));
}
