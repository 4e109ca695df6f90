import { setTimeout as passed } from 'node:timers/promises';
import type { PsaAccount } from '../../../src/psa/connector.js';
import { psaKind } from '../../../src/psa/connectors.js';
import { createPsaHttp } from '../../../src/psa/http/http.js';
import { connectWise } from '../../support/psa/connectwise/connectwise.js';
import { tooManyRequests } from '../../support/psa/connectwise/errors.js';
import type { ConnectWiseOptions, FakeConnectWise } from '../../support/psa/connectwise/server.js';
import type { FakeRequest } from '../../support/psa/fake-server.js';
import type { Misdeed } from '../../support/psa/misbehaviour.js';
import { type FakePsa, STARTED, type Trouble } from '../fake-psa.js';

export function accountOf({ url, account: { privateKey, ...fields } }: FakeConnectWise): PsaAccount {
  return { kind: 'connectwise', site: url, fields, secret: privateKey };
}

/** A connector to a fake of its own, impatient so that tests need not wait. */
export async function connected(options: Partial<ConnectWiseOptions> = {}) {
  const fake = await connectWise(options);
  const http = createPsaHttp({ allowedHosts: [fake.url], tryMs: 500 });
  return { fake, connector: psaKind('connectwise').connect(accountOf(fake), { http, clock: fake.options.clock }) };
}

/** ConnectWise in the words of the contract. */
export async function connectWisePsa(): Promise<FakePsa> {
  let now = STARTED;
  const { fake, connector } = await connected({ clock: () => now });
  const { companyId, publicKey, privateKey } = fake.account;
  const credentials = Buffer.from(`${companyId}+${publicKey}:${privateKey}`).toString('base64');
  return {
    connector,
    secrets: [privateKey, credentials],
    company: ({ active = true, ...company }) =>
      String(fake.company({ ...company, status: active ? 'Active' : 'Inactive' }).id),
    contact: ({ companyId: at, addresses = [], ...contact }) =>
      String(fake.contact({ ...contact, emails: addresses, ...(at !== undefined && { companyId: Number(at) }) }).id),
    rename: (kind, id, name) =>
      kind === 'company' ? fake.update(kind, Number(id), { name }) : fake.update(kind, Number(id), { firstName: name }),
    remove: (kind, id) => fake.remove(kind, Number(id)),
    contacts: () =>
      fake.contacts().map(({ company, firstName, communicationItems = [], disablePortalLoginFlag }) => ({
        companyId: company && String(company.id),
        firstName,
        addresses: communicationItems.map(({ value }) => value),
        maySignIn: !disablePortalLoginFlag,
      })),
    asked: (what) => fake.requests.filter((request) => !what || isCreation(request)).length,
    trouble: (trouble, what) => makeTrouble(fake, trouble, (request) => !what || isCreation(request)),
    wait: (ms) => {
      now += ms;
    },
  };
}

/** For requests whose path ends so. */
export function isAt(ending: string): (request: FakeRequest) => boolean {
  return ({ path }) => path.endsWith(ending);
}

function isCreation({ method }: FakeRequest): boolean {
  return method === 'POST';
}

async function makeTrouble(fake: FakeConnectWise, trouble: Trouble, match: (request: FakeRequest) => boolean) {
  if (trouble === 'dead') return fake.stop().then(() => passed(20)); // and every connection is known to be gone
  fake.misbehave({
    match: (request) => match(request) && !request.path.startsWith('/login/'),
    ...deedOf(fake, trouble),
  });
}

function deedOf({ account, url }: FakeConnectWise, trouble: Exclude<Trouble, 'dead'>): Misdeed {
  const says = (status: number, code: string, message: string): Misdeed => ({
    do: 'status',
    status,
    body: { code, message, errors: null },
  });
  switch (trouble) {
    case 'wrong-secret':
      return says(401, 'Unauthorized', 'Please provide valid credentials.');
    case 'forbidden':
      return says(403, 'Forbidden', 'The security role does not allow this.');
    case 'throttled-for-7-seconds':
      return tooManyRequests(7);
    case 'failing':
      return says(500, 'Error', 'An unexpected error occurred.');
    case 'proxy-page':
      return { do: 'html' };
    case 'redirect':
      return { do: 'redirect', to: `${url}/elsewhere` };
    case 'huge':
      return { do: 'huge' };
    case 'silent':
      return { do: 'hang' };
    case 'question-lost':
      return { do: 'drop-before' };
    case 'answer-lost':
      return { do: 'drop-after' };
    case 'says-our-secret': {
      const { companyId, publicKey, privateKey } = account;
      const credentials = Buffer.from(`${companyId}+${publicKey}:${privateKey}`).toString('base64');
      return says(400, 'InvalidObject', `What is\r\n"Basic ${credentials}" with ${privateKey}?`);
    }
  }
}
