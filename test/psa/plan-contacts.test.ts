import { expect, test } from 'vitest';
import type { ContactPlan, LinkKind, OurContact } from '../../src/psa/contacts/contact-plan.js';
import type { CopiedContact } from '../../src/psa/contacts/copy-store.js';
import { planContacts } from '../../src/psa/contacts/plan-contacts.js';

const E = 'ann@acme.example';

test('somebody whom only the PSA knows becomes a contact, also one who may not sign in: so it is known why', () => {
  const inactive = there('2', 'bob@acme.example', { refusal: 'inactive' });
  expect(inserted(planContacts([there('1', E), inactive], []))).toEqual(['1', '2']);
});

test('a contact without an address, or one that is gone, is not brought over', () => {
  const nobody = { ...there('1', E), addresses: [] };
  expect(inserted(planContacts([nobody, there('2', E, { refusal: 'gone' })], []))).toEqual([]);
});

test('a contact of ours with the same address is linked and keeps the name that somebody gave it', () => {
  const plan = planContacts([there('1', E)], [ours('a', E, { first_name: 'Annie' })]);
  expect(linked(plan)).toEqual(['a -> 1, linked']);
  expect(plan).toMatchObject({ inserts: [], names: [], refusals: [] });
});

test.each<[string, Partial<CopiedContact>[], string]>([
  ['the primary one', [{}, {}, { is_primary: 1 }], '3'],
  ['else the oldest', [{}, {}, {}], '1'],
  ['else the oldest active one', [{ refusal: 'inactive' }, {}, {}], '2'],
  ['the oldest active one, if the primary one is not active', [{}, { refusal: 'inactive', is_primary: 1 }], '1'],
  ['the primary one, if none is active', [{ refusal: 'inactive' }, { refusal: 'login-disabled', is_primary: 1 }], '2'],
  ['one that is there, rather than one that is gone', [{ refusal: 'gone' }, { refusal: 'inactive' }], '2'],
])('of several with one address counts %s, and a note says so', (_what, records, chosen) => {
  const plan = planContacts(
    records.map((record, at) => there(String(at + 1), E, record)),
    [],
  );
  expect(inserted(plan)).toEqual([chosen]);
  expect(plan.doubles.map((double) => double.chosen.psa_id)).toEqual(
    records.some((one) => one.refusal === 'gone') ? [] : [chosen],
  );
});

test('the oldest is told by number, not by spelling', () => {
  expect(inserted(planContacts([there('100', E), there('99', E)], []))).toEqual(['99']);
});

test.each(['inactive', 'login-disabled'] as const)(
  '%s there keeps the contact out here, until it is not',
  (refusal) => {
    const kept = planContacts([there('1', E, { refusal })], [ours('a', E, { psa_id: '1' })]);
    expect(kept.refusals.map((one) => one.refusal)).toEqual([refusal]);
    const back = planContacts([there('1', E)], [ours('a', E, { psa_id: '1', psa_refusal: refusal })]);
    expect(back.refusals.map((one) => one.refusal)).toEqual([null]);
  },
);

test.each<[string, OurContact['psa_refusal'], Partial<OurContact>, refusals: (string | null)[]]>([
  ['is not kept out for being inactive', 'inactive', {}, []],
  ['is let in again if that has kept it out', 'inactive', { psa_refusal: 'inactive' }, [null]],
  ['is kept out for everything else', 'login-disabled', {}, ['login-disabled']],
  [
    'is kept out as soon as the address is somebody else’s',
    'inactive',
    { psa_id: '9', first_name: 'Bob' },
    ['inactive'],
  ],
])('a contact that is about to be made active there %s', (_what, refusal, more, refusals) => {
  const returning = ours('a', E, { psa_id: '1', returning: true, ...more });
  expect(planContacts([there('1', E, { refusal })], [returning]).refusals.map((one) => one.refusal)).toEqual(refusals);
});

test('a name that was changed there changes here; one that differs and was not changed does not', () => {
  const linkedContact = ours('a', E, { psa_id: '1', first_name: 'Annie' });
  expect(planContacts([there('1', E)], [linkedContact]).names).toEqual([]);
  const changed = there('1', E, { first_name: 'Anna', followed_first_name: 'Ann' });
  expect(planContacts([changed], [linkedContact]).names).toHaveLength(1);
});

test('somebody with a new address takes their contact along', () => {
  const plan = planContacts([there('1', 'ann.lee@acme.example')], [ours('a', E, { psa_id: '1' })]);
  expect(plan.addresses.map(({ contact, address }) => `${contact.id}: ${address}`)).toEqual([
    'a: ann.lee@acme.example',
  ]);
  expect(plan).toMatchObject({ inserts: [], links: [], gone: [] });
});

test('an address that somebody else has by now is handed over, not shared', () => {
  const plan = planContacts(
    [there('1', 'ann.lee@acme.example'), there('2', E, { first_name: 'Bob' })],
    [ours('a', E, { psa_id: '1' })],
  );
  expect(linked(plan)).toEqual(['a -> 2, moved']);
  expect(plan.names.map(({ there: { first_name } }) => first_name)).toEqual(['Bob']);
  expect(inserted(plan)).toEqual(['1']);
});

test('two who swap their addresses both lose what they had', () => {
  const swapped = [there('1', 'bob@acme.example'), there('2', E)];
  const plan = planContacts(swapped, [ours('a', E, { psa_id: '1' }), ours('b', 'bob@acme.example', { psa_id: '2' })]);
  expect(linked(plan).toSorted()).toEqual(['a -> 2, moved', 'b -> 1, moved']);
  expect(plan).toMatchObject({ inserts: [], gone: [], addresses: [] });
});

test('of three who move on each takes their contact along, in the order in which the addresses come free', () => {
  const [bob, cleo] = ['bob@acme.example', 'cleo@acme.example'];
  const moved = [there('1', bob), there('2', cleo), there('3', 'cleo.ray@acme.example')];
  const before = [ours('a', E, { psa_id: '1' }), ours('b', bob, { psa_id: '2' }), ours('c', cleo, { psa_id: '3' })];
  const plan = planContacts(moved, before);
  expect(plan.addresses.map(({ contact, address }) => `${contact.id}: ${address}`)).toEqual([
    'c: cleo.ray@acme.example',
    `b: ${cleo}`,
    `a: ${bob}`,
  ]);
  expect(plan).toMatchObject({ inserts: [], links: [], gone: [] });
});

test('nobody moves on to an address of one who must stay, because somebody new has theirs', () => {
  const bob = 'bob@acme.example';
  const moved = [there('1', bob), there('2', 'bob.ray@acme.example'), there('3', E)];
  const plan = planContacts(moved, [ours('a', E, { psa_id: '1' }), ours('b', bob, { psa_id: '2' })]);
  expect(plan.addresses).toEqual([]);
  expect(linked(plan).toSorted()).toEqual(['a -> 3, moved', 'b -> 1, moved']);
  expect(inserted(plan)).toEqual(['2']);
});

test.each<[string, Partial<OurContact>, LinkKind]>([
  ['one never linked before, whatever its name', { first_name: 'Annie' }, 'linked'],
  ['the same record as before', { last_psa_id: '1', first_name: 'Annie' }, 'linked'],
  ['another record than before', { last_psa_id: '7' }, 'moved'],
  ['one of another PSA with the same name', { last_psa_id: '', first_name: 'ann' }, 'linked'],
  ['one of another PSA with another name', { last_psa_id: '', first_name: 'Bob' }, 'moved'],
  ['one that was gone', { psa_refusal: 'gone' }, 'moved'],
])('linked by hand anew: %s', (_what, before, kind) => {
  expect(linked(planContacts([there('1', E)], [ours('a', E, before)]))).toEqual([`a -> 1, ${kind}`]);
});

test('another record of the same person takes over without anything being lost', () => {
  const plan = planContacts([there('1', E, { refusal: 'inactive' }), there('2', E)], [ours('a', E, { psa_id: '1' })]);
  expect(linked(plan)).toEqual(['a -> 2, replaced']);
  expect(plan.names).toEqual([]);
});

test.each<[string, Partial<CopiedContact>, Partial<OurContact>, LinkKind]>([
  ['another name is somebody new', { first_name: 'Bob' }, {}, 'moved'],
  ['the same name is the same person, whose records were merged', {}, {}, 'replaced'],
  ['the same name is somebody new, if the first one was gone for long', {}, { psa_refusal: 'gone' }, 'moved'],
  ['no name is somebody new', { first_name: '', last_name: '' }, { first_name: '', last_name: '' }, 'moved'],
])('under the address of a record that is gone %s', (_who, record, before, kind) => {
  const records = [there('1', E, { refusal: 'gone' }), there('2', E, record)];
  expect(linked(planContacts(records, [ours('a', E, { psa_id: '1', ...before })]))).toEqual([`a -> 2, ${kind}`]);
});

test('whoever has left the company there, or is gone, has nothing here any more until they are back', () => {
  const linkedContact = ours('a', E, { psa_id: '1' });
  expect(planContacts([], [linkedContact]).gone).toEqual([linkedContact]);
  expect(planContacts([there('1', E, { refusal: 'gone' })], [linkedContact]).gone).toEqual([linkedContact]);
  const back = planContacts([there('1', E)], [{ ...linkedContact, psa_refusal: 'gone' }]);
  expect(back.refusals.map(({ refusal }) => refusal)).toEqual([null]);
});

test('a record that is gone says nothing about a contact that was never linked to it', () => {
  const plan = planContacts([there('1', E, { refusal: 'gone' })], [ours('a', E)]);
  expect(plan).toMatchObject({ inserts: [], links: [], gone: [], names: [], refusals: [], further: [] });
});

test('an address that only a record has that is gone is given up: its contact goes along to the new one', () => {
  const records = [there('1', 'ann.lee@acme.example'), there('2', E, { refusal: 'gone' })];
  const plan = planContacts(records, [ours('a', E, { psa_id: '1' })]);
  expect(plan.addresses.map(({ contact, address }) => `${contact.id}: ${address}`)).toEqual([
    'a: ann.lee@acme.example',
  ]);
  expect(plan).toMatchObject({ inserts: [], links: [], gone: [], moves: [] });
});

const [AL, BOB] = ['al@acme.example', 'bob@acme.example'];
const ANN = ours('a', E, { psa_id: '1', further_addresses: [AL] });
const BOBBY = ours('b', BOB, { psa_id: '2' });

test.each<[string, CopiedContact[], OurContact[], string[]]>([
  ['stays', [several('1', [E, AL]), there('2', BOB)], [ANN, BOBBY], []],
  ['further, becomes another one’s own', [there('1', E), several('2', [AL, BOB])], [ANN, BOBBY], [`${AL}: a -> 2`]],
  ['further, becomes another one’s further', [there('1', E), several('2', [BOB, AL])], [ANN, BOBBY], [`${AL}: a -> 2`]],
  ['further, becomes somebody new’s own', [there('1', E), there('3', AL)], [ANN], [`${AL}: a -> 3`]],
  ['own, becomes another one’s further', [there('1', AL), several('2', [BOB, E])], [ANN, BOBBY], [`${E}: a -> 2`]],
  ['of somebody who is gone, becomes another one’s further', [several('2', [BOB, E])], [ANN, BOBBY], [`${E}: a -> 2`]],
  ['is changed for one’s further one', [several('1', [AL, E])], [ANN], []],
  ['came over before', [several('2', [BOB, E])], [ANN, { ...BOBBY, further_addresses: [E] }], []],
  [
    'is handed on along a chain',
    [there('1', BOB), there('2', AL)],
    [ours('a', E, { psa_id: '1' }), BOBBY],
    [`${BOB}: b -> 1`],
  ],
])('it is noticed that an address comes to open another contact: one that %s', (_what, records, before, moves) => {
  const plan = planContacts(records, before);
  expect(plan.moves.map(({ address, from, to }) => `${address}: ${from.id} -> ${to.psa_id}`)).toEqual(moves);
});

test.each<[string, CopiedContact[], string[]]>([
  ['counts', [several('1', [E, 'al@acme.example'])], ['al@acme.example: 1']],
  [
    'does not count when two contacts have it',
    [several('1', [E, 'info@acme.example']), several('2', ['bob@acme.example', 'info@acme.example'])],
    [],
  ],
  [
    'does not count when it is another one’s own',
    [several('1', [E, 'bob@acme.example']), several('2', ['bob@acme.example'])],
    [],
  ],
  ['of a contact that is gone does not count', [{ ...several('1', [E, 'al@acme.example']), refusal: 'gone' }], []],
  [
    'counts again when the other one is gone',
    [
      several('1', [E, 'info@acme.example']),
      { ...several('2', ['b@acme.example', 'info@acme.example']), refusal: 'gone' },
    ],
    ['info@acme.example: 1'],
  ],
])('a further address %s', (_what, records, further) => {
  expect(planContacts(records, []).further.map(({ address, there: owner }) => `${address}: ${owner.psa_id}`)).toEqual(
    further,
  );
});

function there(psa_id: string, address: string, more: Partial<CopiedContact> = {}): CopiedContact {
  const names = { first_name: 'Ann', last_name: 'Lee', followed_first_name: 'Ann', followed_last_name: 'Lee' };
  const state = { is_primary: 0, refusal: null, contact_id: null, seen_at: 0 } as const;
  return { psa_id, psa_company_id: '250', addresses: [address], ...names, ...state, ...more };
}

function several(psa_id: string, addresses: string[]): CopiedContact {
  return { ...there(psa_id, ''), addresses };
}

function ours(id: string, address: string, more: Partial<OurContact> = {}): OurContact {
  const link = { psa_refusal: null, psa_id: undefined, last_psa_id: null, further_addresses: [], returning: false };
  return { id, address, first_name: 'Ann', last_name: 'Lee', ...link, ...more };
}

function inserted(plan: ContactPlan): string[] {
  return plan.inserts.map(({ psa_id }) => psa_id);
}

function linked(plan: ContactPlan): string[] {
  return plan.links.map(({ contact, there: { psa_id }, kind }) => `${contact.id} -> ${psa_id}, ${kind}`);
}
