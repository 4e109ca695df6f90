import type { PsaAccount } from '../../../src/psa/connector.js';
import { psaKind } from '../../../src/psa/connectors.js';
import { createPsaHttp } from '../../../src/psa/http/http.js';
import type { FakeRequest } from '../../support/psa/fake-server.js';
import { haloPsa } from '../../support/psa/halopsa/halopsa.js';
import type { HaloOptions } from '../../support/psa/halopsa/options.js';
import type { FakeHalo } from '../../support/psa/halopsa/server.js';

export function accountOf({ url, account: { clientId, clientSecret } }: FakeHalo, tenant?: string): PsaAccount {
  const fields = { clientId, ...(tenant !== undefined && { tenant }) };
  return { kind: 'halopsa', site: url, fields, secret: clientSecret };
}

/** A connector to a fake of its own, impatient so that tests need not wait. */
export async function connected(options: Partial<HaloOptions> = {}, tenant?: string) {
  const fake = await haloPsa(options);
  const http = createPsaHttp({ allowedHosts: [fake.url], tryMs: 500 });
  const { clock } = fake.options;
  return { fake, connector: psaKind('halopsa').connect(accountOf(fake, tenant), { http, clock }) };
}

/** For requests of this kind whose path is this one. */
export function isAt(path: string, wanted = 'GET'): (request: FakeRequest) => boolean {
  return (request) => request.path === path && request.method === wanted;
}

export const isUsers = isAt('/api/Users');
export const isSaving = isAt('/api/Users', 'POST');
export const isInfo = isAt('/api/authinfo');

export function isToken({ path }: FakeRequest): boolean {
  return path.endsWith('/token');
}
