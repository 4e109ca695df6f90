import { psaKind } from '../../../src/psa/connectors.js';
import { createPsaHttp } from '../../../src/psa/http/http.js';
import { autotask } from '../../support/psa/autotask/autotask.js';
import { accountOf } from '../../support/psa/autotask/fake-psa.js';
import type { AutotaskOptions } from '../../support/psa/autotask/server.js';
import type { FakeRequest } from '../../support/psa/fake-server.js';

export const ANN = { firstName: 'Ann', lastName: 'Lee', address: 'ann@acme.example' };

/** A connector to a fake of its own, impatient so that tests need not wait. */
export async function connected(options: Partial<AutotaskOptions> = {}) {
  const fake = await autotask(options);
  const http = createPsaHttp({ allowedHosts: [fake.url], tryMs: 500 });
  return { fake, connector: psaKind('autotask').connect(accountOf(fake), { http, clock: fake.options.clock }) };
}

/** For requests whose path ends so. */
export function isAt(ending: string): (request: FakeRequest) => boolean {
  return ({ path }) => path.endsWith(ending);
}

export const isZone = isAt('/zoneInformation');

export function isWriting({ method, path }: FakeRequest): boolean {
  return ['POST', 'PATCH'].includes(method) && /\/Companies\/\d+\/Contacts$/.test(path);
}
