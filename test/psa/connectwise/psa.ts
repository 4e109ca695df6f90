import { psaKind } from '../../../src/psa/connectors.js';
import { createPsaHttp } from '../../../src/psa/http/http.js';
import { connectWise } from '../../support/psa/connectwise/connectwise.js';
import { accountOf } from '../../support/psa/connectwise/fake-psa.js';
import type { ConnectWiseOptions } from '../../support/psa/connectwise/server.js';
import type { FakeRequest } from '../../support/psa/fake-server.js';

/** A connector to a fake of its own, impatient so that tests need not wait. */
export async function connected(options: Partial<ConnectWiseOptions> = {}) {
  const fake = await connectWise(options);
  const http = createPsaHttp({ allowedHosts: [fake.url], tryMs: 500 });
  return { fake, connector: psaKind('connectwise').connect(accountOf(fake), { http, clock: fake.options.clock }) };
}

/** For requests whose path ends so. */
export function isAt(ending: string): (request: FakeRequest) => boolean {
  return ({ path }) => path.endsWith(ending);
}
