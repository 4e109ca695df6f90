import { onTestFinished } from 'vitest';
import { type AutotaskOptions, type FakeAutotask, startFakeAutotask } from './server.js';

/** An Autotask of the running test's own, gone after it. */
export async function autotask(options: Partial<AutotaskOptions> = {}): Promise<FakeAutotask> {
  const fake = await startFakeAutotask(options);
  onTestFinished(() => fake.close());
  return fake;
}
