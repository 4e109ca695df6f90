import { expect, test } from 'vitest';
import { ANN, givenAnnSignedIn, greeting } from '../support/psa/ann.js';
import { isSignedIn } from '../support/sign-in.js';

const BOB = 'bob@acme.example';
const AL = 'al@acme.example';

interface Change {
  ann: { emails: string[] } | 'deleted';
  bob: string[];
}

test.each<[string, string, Change]>([
  ['a further one that becomes another one’s own', AL, { ann: { emails: [ANN] }, bob: [AL, BOB] }],
  ['a further one that becomes another one’s further', AL, { ann: { emails: [ANN] }, bob: [BOB, AL] }],
  ['an own one that becomes another one’s further', ANN, { ann: { emails: ['lee@acme.example'] }, bob: [BOB, ANN] }],
  ['a deleted one’s own that becomes another one’s further', ANN, { ann: 'deleted', bob: [BOB, ANN] }],
  ['one that is handed on while everybody gets another', BOB, { ann: { emails: [BOB] }, bob: ['ray@acme.example'] }],
])('no address opens another contact without a note: %s', async (_what, address, change) => {
  const { world, ann, annId } = await givenAnnSignedIn([ANN, AL]);
  const { portal, fake, acme, sync } = world;
  const { id: bobId } = fake.contact({ companyId: acme.there, firstName: 'Bob', lastName: 'Ray', emails: [BOB] });
  await sync();
  const notes = () => portal.ctx.db.selectFrom('psa_notes').select(['kind', 'subject', 'detail']).execute();
  expect(await notes()).toEqual([]);
  if (change.ann === 'deleted') fake.remove('contact', annId);
  else fake.update('contact', annId, change.ann);
  fake.update('contact', bobId, { emails: change.bob });
  await sync('full');
  expect(await isSignedIn(ann)).toBe(false);
  const [from, to] = address === BOB ? ['Bob Ray', 'Ann Lee'] : ['Ann Lee', 'Bob Ray'];
  expect(await notes()).toEqual([{ kind: 'moved', subject: address, detail: `${from}’s, and is ${to}’s` }]);
  expect(await greeting(world, portal.visitor(), address)).toBe(to);

  await portal.ctx.db.deleteFrom('psa_notes').execute();
  await sync('full');
  expect(await notes()).toEqual([]);
});
