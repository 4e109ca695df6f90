import type { PsaKindName } from '../../../src/psa/connector.js';
import { startAutotaskPsa } from './autotask/fake-psa.js';
import { startConnectWisePsa } from './connectwise/fake-psa.js';
import type { FakePsa, FakePsaOptions } from './fake-psa.js';
import { startHaloPsa } from './halopsa/fake-psa.js';

const starts: Record<PsaKindName, (options?: FakePsaOptions) => Promise<FakePsa>> = {
  connectwise: startConnectWisePsa,
  autotask: startAutotaskPsa,
  halopsa: startHaloPsa,
};

/** An empty fake of this vendor. */
export function startFakePsa(kind: PsaKindName, options?: FakePsaOptions): Promise<FakePsa> {
  return starts[kind](options);
}
