import { PsaFault } from '../../src/psa/fault.js';

/** Everything that comes, once it has come. */
export async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

/** The fault that a question ends with. */
export async function faultOf(question: Promise<unknown>): Promise<PsaFault> {
  const outcome = await question.then(
    (value) => ({ value }),
    (error: unknown) => error,
  );
  if (outcome instanceof PsaFault) return outcome;
  throw new Error('There was no fault', { cause: outcome });
}
