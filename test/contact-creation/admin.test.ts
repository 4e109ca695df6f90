import { expect, test } from 'vitest';
import { DEFAULTS } from '../../src/contact-creation/settings.js';
import { readContactCreation } from '../../src/contact-creation/settings-store.js';
import { formIn, textOf } from '../support/form.js';
import { startPortal } from '../support/portal.js';
import { recorded } from '../support/sign-in.js';

const PAGE = '/admin/contact-creation';

test('the directory decides until somebody says otherwise, which is saved and recorded once', async () => {
  const portal = await startPortal();
  const page = await portal.administrator.get(PAGE);
  expect(formIn(page, PAGE).rule_set).toBe('directory-decides');
  for (const _twice of [1, 2]) {
    const saved = await portal.administrator.post(PAGE, { rule_set: 'must-agree' });
    expect([saved.status, saved.headers.location]).toEqual([303, PAGE]);
  }
  const shown = await portal.administrator.get(PAGE);
  expect(textOf(shown)).toContain('The settings are saved.');
  expect(formIn(shown, PAGE).rule_set).toBe('must-agree');
  expect((await recorded(portal)).filter((event) => event.startsWith('contact-creation'))).toEqual([
    'contact-creation changed: rule set: directory-decides -> must-agree; by Mia Admin',
  ]);
});

test('the example table holds what each rule set would do, whichever is chosen', async () => {
  const portal = await startPortal();
  const { text } = await portal.administrator.get(PAGE);
  const rows = [...text.matchAll(/<tr>\s*<th scope="row">[\s\S]*?<\/tr>/g)].map(([row]) =>
    row
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );
  expect(rows).toEqual([
    'ann@acme.example None New contact at Acme Ltd',
    'ben@acme.example Acme Ltd New contact at Acme Ltd',
    'cleo@acme.example Globex New contact at Globex',
    'dan@elsewhere.example Acme Ltd New contact at Acme Ltd',
    'ann@acme.example None New contact at Acme Ltd',
    'ben@acme.example Acme Ltd New contact at Acme Ltd',
    'cleo@acme.example Globex Turned away and noted as unmatched',
    'dan@elsewhere.example Acme Ltd New contact at Acme Ltd',
    'ann@acme.example None Turned away is no contact yet',
    'ben@acme.example Acme Ltd Turned away is no contact yet',
    'cleo@acme.example Globex Turned away is no contact yet',
    'dan@elsewhere.example Acme Ltd Turned away is no contact yet',
  ]);
});

test.each(['', 'anything', '__proto__', 'must-agree\0'])('the rule set %j is refused', async (ruleSet) => {
  const portal = await startPortal();
  const refused = await portal.administrator.post(PAGE, { rule_set: ruleSet });
  expect(refused.status).toBe(422);
  expect(textOf(refused)).toContain('Choose one of the rules');
  expect(await readContactCreation(portal.ctx.db)).toEqual(DEFAULTS);
});

test('who is inactive in the PSA stays out until somebody says otherwise, which is saved, shown and recorded', async () => {
  const portal = await startPortal();
  const page = await portal.administrator.get(PAGE);
  expect(formIn(page, PAGE)).not.toHaveProperty('inactive_return');
  expect(textOf(page)).toContain('no longer keeps out a person who still reads mail');
  for (const inactive_return of ['on', 'on']) {
    const saved = await portal.administrator.post(PAGE, { rule_set: 'directory-decides', inactive_return });
    expect([saved.status, saved.headers.location]).toEqual([303, PAGE]);
  }
  expect(formIn(await portal.administrator.get(PAGE), PAGE)).toMatchObject({ inactive_return: 'on' });
  await portal.administrator.post(PAGE, { rule_set: 'must-agree' });
  expect(formIn(await portal.administrator.get(PAGE), PAGE)).not.toHaveProperty('inactive_return');
  expect((await recorded(portal)).filter((event) => event.startsWith('contact-creation'))).toEqual([
    'contact-creation changed: inactive in the PSA: stay out -> come back; by Mia Admin',
    'contact-creation changed: rule set: directory-decides -> must-agree; inactive in the PSA: come back -> stay out; by Mia Admin',
  ]);
});

test('a form with a mistake comes back with what was ticked, and saves nothing', async () => {
  const portal = await startPortal();
  const refused = await portal.administrator.post(PAGE, { rule_set: 'anything', inactive_return: 'on' });
  expect(refused.status).toBe(422);
  expect(formIn(refused, PAGE)).toMatchObject({ inactive_return: 'on' });
  expect(await readContactCreation(portal.ctx.db)).toEqual(DEFAULTS);
});

test('what an earlier version saved still holds', async () => {
  const { ctx } = await startPortal();
  const earlier = { name: 'contact-creation', value: '{"ruleSet":"must-agree"}', updated_at: 0 };
  await ctx.db.insertInto('settings').values(earlier).execute();
  expect(await readContactCreation(ctx.db)).toEqual({ ruleSet: 'must-agree', inactiveReturn: false });
});

test('nobody but a signed-in administrator sees or changes it', async () => {
  const portal = await startPortal();
  const stranger = portal.visitor();
  expect((await stranger.get(PAGE)).headers.location).toContain('/admin/login');
  await stranger.post(PAGE, { rule_set: 'no-creation' });
  expect(await readContactCreation(portal.ctx.db)).toEqual(DEFAULTS);
});
