import { expect, test } from 'vitest';
import type { PsaStep } from '../../src/psa/connector.js';
import { PsaFault } from '../../src/psa/fault.js';
import { testConnection, walk } from '../../src/psa/test-connection.js';
import { connectWise } from '../support/psa/connectwise/connectwise.js';
import { accountOf } from '../support/psa/connectwise/fake-psa.js';

async function* stepsUntil(end: () => Promise<void>): AsyncGenerator<PsaStep> {
  yield { kind: 'signed-in' };
  await end();
}

test('a test says everything that a connection needs', async () => {
  const fake = await connectWise();
  const { id: companyId } = fake.company();
  fake.contact({ companyId });
  expect(await testConnection(accountOf(fake), [fake.url], Date.now)).toEqual({
    steps: [
      { kind: 'found', product: 'ConnectWise v2025.1', account: 'Northwind IT' },
      { kind: 'signed-in' },
      { kind: 'companies-read', count: 1 },
      { kind: 'contacts-read', count: 1 },
      { kind: 'address-type-read', name: 'Email' },
    ],
  });
  expect(fake.requests.every(({ method }) => method === 'GET')).toBe(true);
});

test('a site inside a network that nobody has allowed is not asked', async () => {
  const fake = await connectWise();
  expect(await testConnection(accountOf(fake), [], Date.now)).toMatchObject({
    steps: [],
    fault: { kind: 'host-not-allowed' },
  });
  expect(fake.requests).toEqual([]);
});

test('a test ends with the fault that it meets, and without an answer when its time is over', async () => {
  const forbidden = async () => Promise.reject(new PsaFault('forbidden'));
  const steps = [{ kind: 'signed-in' }];
  expect(await walk(stepsUntil(forbidden), 60_000)).toMatchObject({ steps, fault: { kind: 'forbidden' } });
  const never = () => new Promise<void>(() => undefined);
  expect(await walk(stepsUntil(never), 20)).toMatchObject({ steps, fault: { kind: 'no-answer' } });
  const mistaken = async () => Promise.reject(new TypeError('a mistake of ours'));
  await expect(walk(stepsUntil(mistaken), 60_000)).rejects.toThrow(TypeError);
});
