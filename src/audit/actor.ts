import type { Subject } from './event.js';

/** Who changes something by hand. The name is kept in the event too, because administrators can be removed. */
export type Actor = Pick<Subject, 'administratorId' | 'clientAddress'> & { name: string };

/** The part of an event that says who did it, with the trace of what. */
export function actedBy({ name, ...who }: Actor, trace = ''): Partial<Subject> {
  return { ...who, trace: trace === '' ? `by ${name}` : `${trace}; by ${name}` };
}
