import type { Response } from 'supertest';
import { expect, test } from 'vitest';
import { type Importable, type ImportPlan, type Namesake, planImport } from '../../src/psa/companies/import-plan.js';
import { textOf } from '../support/form.js';
import type { Portal } from '../support/portal.js';
import { startCopiedWorld } from '../support/psa/copied.js';
import type { Fields } from '../support/visitor.js';

const PAGE = '/admin/psa/import';

test.each<[what: string, there: Importable[], ours: Namesake[], type: string | undefined, fates: string[]]>([
  ['a new one is added', [co('1', 'Acme')], [], undefined, ['1 add']],
  ['one of the same name is linked', [co('1', 'Acme')], [our('a', 'Acme')], undefined, ['1 link a']],
  ['what is linked is left', [co('1', 'Acme', { linked: true })], [our('a', 'Acme', true)], undefined, ['1 linked']],
  ['an inactive one is left', [co('1', 'Acme', { active: false })], [our('a', 'Acme')], undefined, ['1 inactive']],
  ['a name that several of ours have', [co('1', 'A')], [our('a', 'A'), our('b', 'A')], undefined, ['1 several-here']],
  [
    'a name that several there have',
    [co('1', 'A'), co('2', 'A')],
    [],
    undefined,
    ['1 several-there', '2 several-there'],
  ],
  [
    'an inactive one makes a name no double',
    [co('1', 'A'), co('2', 'A', { active: false })],
    [],
    undefined,
    ['1 add', '2 inactive'],
  ],
  [
    'a linked one makes a name a double',
    [co('1', 'A'), co('2', 'A', { linked: true })],
    [],
    undefined,
    ['1 several-there', '2 linked'],
  ],
  ['ours is linked to another one', [co('1', 'A')], [our('a', 'A', true)], undefined, ['1 ours-linked']],
  ['another type is not looked at', [co('1', 'A', { types: ['Vendor'] }), co('2', 'A')], [], 'Client', ['2 add']],
])('the plan of an import: %s', (_what, there, ours, type, fates) => {
  expect(fatesIn(planImport(there, ours, type))).toEqual(fates);
});

test('an import shows what it would do, changes nothing by that, and then does exactly this', async () => {
  const { portal, there, linkOf } = await startCopiedWorld();
  const globex = await portal.given.company({ name: 'Globex' });
  await there([
    { id: '1', name: 'Acme', types: ['Client'] },
    { id: '2', name: 'GLOBEX', types: ['Client'] },
    { id: '3', name: 'Old', types: ['Client'], active: false },
    { id: '4', name: 'Vendor', types: ['Vendor'] },
  ]);
  const all = textOf(await portal.administrator.get(PAGE));
  expect(all).toContain('2 companies would be added');
  expect(all).toContain('Client (2)');
  const page = await portal.administrator.get(`${PAGE}?type=Client`);
  expect(textOf(page)).toContain('1 company would be linked to yours of the same name GLOBEX ID 2 → Globex');
  expect(textOf(page)).toContain('1 company would be added Acme');
  expect(textOf(page)).toContain('1 company left out: inactive there');
  expect(await names(portal)).toEqual(['Globex']);

  const done = await portal.administrator.post(PAGE, shownIn(page));
  expect(textOf(await portal.administrator.get(String(done.headers.location)))).toContain(
    '1 company added, 1 company linked.',
  );
  expect(await names(portal)).toEqual(['Acme', 'Globex']);
  expect(await linkOf('2')).toBe(globex);
  expect(await Promise.all(['3', '4'].map(linkOf))).toEqual([null, null]);
});

test('what changed since the dry run is shown anew, and nothing is done', async () => {
  const { portal, there } = await startCopiedWorld();
  await there([{ id: '1', name: 'Acme' }]);
  const fields = shownIn(await portal.administrator.get(PAGE));
  await there([{ id: '2', name: 'Globex' }]);
  const shown = await portal.administrator.post(PAGE, fields);
  expect(shown.status).toBe(422);
  expect(textOf(shown)).toContain('Something has changed meanwhile, so nothing was imported.');
  expect(textOf(shown)).toContain('2 companies would be added');
  expect(await names(portal)).toEqual([]);

  await portal.administrator.post(PAGE, shownIn(shown));
  expect(await names(portal)).toEqual(['Acme', 'Globex']);
});

test('an import that is pressed twice imports once', async () => {
  const { portal, there } = await startCopiedWorld();
  const companies = Array.from({ length: 30 }, (_, at) => ({ id: String(at), name: `Company ${at}` }));
  await there(companies);
  const fields = shownIn(await portal.administrator.get(PAGE));
  await Promise.all([1, 2].map(() => portal.administrator.post(PAGE, fields)));
  expect(await names(portal)).toHaveLength(30);
});

test('an import for which there is no time goes on with the next press', async () => {
  const { portal, there } = await startCopiedWorld();
  await there(Array.from({ length: 20 }, (_, at) => ({ id: String(at), name: `Company ${at}` })));
  const page = await portal.administrator.get(PAGE);
  const { clock } = portal.ctx;
  portal.ctx.clock = () => {
    portal.passMs(1_000);
    return clock();
  };
  const first = await portal.administrator.post(PAGE, shownIn(page));
  expect(first.headers.location).toBe(`${PAGE}?type=`);
  const again = await portal.administrator.get(PAGE);
  expect(textOf(again)).toMatch(/\d+ companies added, 0 companies linked. \d+ companies are left/);
  const count = (await names(portal)).length;
  expect(count).toBeGreaterThan(0);
  expect(count).toBeLessThan(20);
  portal.ctx.clock = clock;
  await portal.administrator.post(PAGE, shownIn(again));
  expect(await names(portal)).toHaveLength(20);
});

test('of many companies the first hundred are shown and the rest counted', async () => {
  const { portal, there } = await startCopiedWorld();
  await there(Array.from({ length: 103 }, (_, at) => ({ id: String(at), name: `Company ${at}` })));
  const page = await portal.administrator.get(PAGE);
  expect(textOf(page)).toContain('103 companies would be added');
  expect(textOf(page)).toContain('and 3 more');
  expect(page.text.match(/href="\/admin\/psa\/companies\/\d+"/g)).toHaveLength(100);
});

/** What the button sends: the form above it, which chooses a type, has the same action. */
function shownIn({ text }: Response): Fields {
  const hidden = [...text.matchAll(/<input type="hidden" name="(type|fingerprint)" value="([^"]*)"/g)];
  return Object.fromEntries(hidden.map(([, name, value]) => [name, value]));
}

function co(psaId: string, name: string, more: Partial<Importable> = {}): Importable {
  return { psaId, name, nameSort: name.toLowerCase(), types: ['Client'], active: true, linked: false, ...more };
}

function our(id: string, name: string, linked = false): Namesake {
  return { id, name, nameSort: name.toLowerCase(), linked };
}

function fatesIn({ toAdd, toLink, leftOut }: ImportPlan): string[] {
  const left = Object.entries(leftOut).flatMap(([why, ones]) => ones.map(({ psaId }) => `${psaId} ${why}`));
  const linked = toLink.map(({ there, ours }) => `${there.psaId} link ${ours.id}`);
  return [...toAdd.map(({ psaId }) => `${psaId} add`), ...linked, ...left].sort();
}

async function names({ ctx }: Portal): Promise<string[]> {
  return (await ctx.db.selectFrom('companies').select('name').orderBy('name').execute()).map(({ name }) => name);
}
