import { expect, test } from 'vitest';
import { replaceNotes } from '../../src/psa/contacts/note-store.js';
import { startPortal } from '../support/portal.js';

test('a list of contacts that was imported there twice leaves as many notes as it takes', async () => {
  const { ctx, given } = await startPortal();
  const { db, clock } = ctx;
  const company = await given.company({ name: 'Acme Ltd' });
  const doubles = Array.from({ length: 14_000 }, (_none, at) => ({
    subject: `p${at}@acme.example`,
    detail: 'Ann, Al',
  }));
  const count = async () => (await db.selectFrom('psa_notes').select('subject').execute()).length;
  await replaceNotes(db, clock(), 'double', company, doubles);
  expect(await count()).toBe(14_000);
  await replaceNotes(db, clock(), 'double', company, doubles.slice(0, 1));
  expect(await count()).toBe(1);
});
