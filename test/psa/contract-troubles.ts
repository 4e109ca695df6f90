import { expect, test } from 'vitest';
import type { PsaFault, PsaFaultKind } from '../../src/psa/fault.js';
import { all, faultOf } from './asked.js';
import type { FakePsa, Trouble } from './fake-psa.js';

const NOT_DONE: [Trouble, PsaFaultKind][] = [
  ['dead', 'unreachable'],
  ['wrong-secret', 'unauthorized'],
  ['forbidden', 'forbidden'],
  ['throttled-for-7-seconds', 'limited'],
  ['says-our-secret', 'refused'],
];
const PERHAPS_DONE: [Trouble, PsaFaultKind][] = [
  ['failing', 'broken'],
  ['proxy-page', 'broken'],
  ['redirect', 'redirected'],
  ['huge', 'too-large'],
  ['silent', 'no-answer'],
  ['question-lost', 'unreachable'],
  ['answer-lost', 'unreachable'],
];

/** What a connector says when there is no answer: why, whether somebody may have been created, and no secret. */
export function troublesContract(start: () => Promise<FakePsa>): void {
  test.each([...NOT_DONE, ...PERHAPS_DONE])('a PSA with this trouble: %s, is %s', async (trouble, kind) => {
    const psa = await start();
    await psa.trouble(trouble);
    const fault = await faultOf(psa.connector.findContactsByAddress('ann@acme.example'));
    expect(fault.kind).toBe(kind);
    expect(fault.details.retryAfterMs).toBe(kind === 'limited' ? 7_000 : undefined);
    expectNoSecrets(psa, fault);
  });

  test.each([
    ...NOT_DONE.map(([trouble, kind]) => [trouble, kind, false] as const),
    ...PERHAPS_DONE.map(([trouble, kind]) => [trouble, kind, true] as const),
  ])('a creation that meets this trouble: %s, is %s; perhaps done: %s', async (trouble, kind, perhapsDone) => {
    const psa = await start();
    const companyId = psa.company({ name: 'Acme' });
    const contact = { companyId, firstName: 'Ann', lastName: '', address: 'ann@acme.example' };
    await all(psa.connector.test());
    await psa.trouble(trouble, 'creations');
    const fault = await faultOf(psa.connector.createContact(contact));
    expect([fault.kind, fault.details.perhapsDone ?? false]).toEqual([kind, perhapsDone]);
    expect(psa.asked('creations')).toBe(trouble === 'dead' ? 0 : 1);
    expectNoSecrets(psa, fault);
  });
}

function expectNoSecrets({ secrets }: FakePsa, fault: PsaFault): void {
  const told = JSON.stringify([fault.kind, fault.message, fault.details, fault.stack, String(fault.cause)]);
  for (const secret of secrets) expect(told).not.toContain(secret);
}
