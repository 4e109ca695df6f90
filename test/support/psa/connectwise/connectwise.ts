import { onTestFinished } from 'vitest';
import type { ConnectWiseOptions } from './options.js';
import { type FakeConnectWise, startFakeConnectWise } from './server.js';

/** A ConnectWise of the running test's own, gone after it. */
export async function connectWise(options: Partial<ConnectWiseOptions> = {}): Promise<FakeConnectWise> {
  const fake = await startFakeConnectWise(options);
  onTestFinished(() => fake.close());
  return fake;
}
