import { TestRunner } from 'vitest';

/** Reports the running test as skipped for want of this part; the run's last lines repeat the note. */
export function skipWithout(part: string, install: string, reason: string): never {
  const note = `${part} is missing (${reason}). It is installed by: ${install}`;
  const test = TestRunner.getCurrentTest();
  if (test === undefined)
    throw new Error(`${note}. Ask for it inside a test or beforeEach, so that the test can be skipped.`);
  return test.context.skip(note);
}
