import { onTestFinished } from 'vitest';
import type { HaloOptions } from './options.js';
import { type FakeHalo, startFakeHalo } from './server.js';

/** A HaloPSA of the running test's own, gone after it. */
export async function haloPsa(options: Partial<HaloOptions> = {}): Promise<FakeHalo> {
  const fake = await startFakeHalo(options);
  onTestFinished(() => fake.close());
  return fake;
}
