import { expect, test } from 'vitest';
import type { PsaFault, PsaFaultKind } from '../../src/psa/fault.js';
import type { FakePsa } from '../support/psa/fake-psa.js';
import { all, faultOf } from './asked.js';
import type { ContractWorld, Trouble } from './contract-world.js';

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

/** What a connector says when there is no answer: why, whether something may have been done, and no secret. */
export function troublesContract(start: () => Promise<ContractWorld>): void {
  test.each([...NOT_DONE, ...PERHAPS_DONE])('a PSA with this trouble: %s, is %s', async (trouble, kind) => {
    const { psa, connector, trouble: make } = await start();
    await make(trouble);
    const fault = await faultOf(connector.findContactsByAddress('ann@acme.example'));
    expect(fault.kind).toBe(kind);
    expect(fault.details.retryAfterMs).toBe(kind === 'limited' ? 7_000 : undefined);
    expect(fault.details.perhapsDone ?? false).toBe(false);
    expectNoSecrets(psa, fault);
  });

  const writing = [
    ...NOT_DONE.map(([trouble, kind]) => [trouble, kind, false] as const),
    ...PERHAPS_DONE.map(([trouble, kind]) => [trouble, kind, true] as const),
  ];

  test.each(writing)(
    'a creation that meets this trouble: %s, is %s; perhaps done: %s',
    async (trouble, kind, perhaps) => {
      const { psa, connector, asked, trouble: make } = await start();
      const companyId = psa.company({ name: 'Acme' });
      const contact = { companyId, firstName: 'Ann', lastName: '', address: 'ann@acme.example' };
      await all(connector.test());
      await make(trouble, psa.isCreation);
      const fault = await faultOf(connector.createContact(contact));
      expect([fault.kind, fault.details.perhapsDone ?? false]).toEqual([kind, perhaps]);
      expect(asked(psa.isCreation)).toBe(trouble === 'dead' ? 0 : 1);
      expectNoSecrets(psa, fault);
    },
  );

  test.each(writing)(
    'a contact that is made active meets this trouble: %s, is %s; perhaps done: %s',
    async (trouble, kind, perhaps) => {
      const { psa, connector, asked, trouble: make } = await start();
      const companyId = psa.company({ name: 'Acme' });
      const id = psa.contact({ companyId, inactive: true });
      await all(connector.test());
      await make(trouble, psa.isReactivation);
      const fault = await faultOf(connector.reactivateContact({ id, companyId }));
      expect([fault.kind, fault.details.perhapsDone ?? false]).toEqual([kind, perhaps]);
      expect(asked(psa.isReactivation)).toBe(trouble === 'dead' ? 0 : 1);
      expectNoSecrets(psa, fault);
    },
  );
}

function expectNoSecrets(psa: FakePsa, fault: PsaFault): void {
  const told = JSON.stringify([fault.kind, fault.message, fault.details, fault.stack, String(fault.cause)]);
  for (const secret of psa.secrets()) expect(told).not.toContain(secret);
}
