import type { FakePsa, FakePsaOptions } from '../fake-psa.js';

export async function startHaloPsa(_options: FakePsaOptions = {}): Promise<FakePsa> {
  throw new Error('not yet');
}
