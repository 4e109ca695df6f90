import { expect, test } from 'vitest';
import { startPortal } from '../support/portal.js';

const NOT_TRUSTED = 'TRUST_PROXY is not set';

test('a proxy that nobody told us about is named in the console and once in the log, and not to people', async () => {
  const portal = await startPortal();
  expect((await portal.administrator.get('/admin/companies')).text).not.toContain(NOT_TRUSTED);
  const proxied = portal.visitor('203.0.113.7');
  for (let times = 0; times < 3; times++) expect((await proxied.get('/login')).text).not.toContain(NOT_TRUSTED);

  expect((await portal.administrator.get('/admin/companies')).text).toContain(NOT_TRUSTED);
  expect(portal.logs().match(/X-Forwarded-For arrives/g)).toHaveLength(1);
});

test('with TRUST_PROXY set nothing is to be said', async () => {
  const portal = await startPortal({ env: { TRUST_PROXY: '1' } });
  await portal.visitor('203.0.113.7').get('/login');
  expect((await portal.administrator.get('/admin/companies')).text).not.toContain(NOT_TRUSTED);
});

test('an https portal whose proxy does not say https tells its administrators', async () => {
  const env = { PUBLIC_URL: 'https://portal.msp.example', TRUST_PROXY: '1' };
  const portal = await startPortal({ env, setUp: false });
  const here = { Host: 'portal.msp.example' };
  await portal.visitor().get('/login', { ...here, 'X-Forwarded-Proto': 'https' });
  expect([...portal.ctx.misconfigured]).toEqual([]);
  await portal.visitor().get('/login', here);
  expect([...portal.ctx.misconfigured]).toEqual(['looks-like-http']);
  expect(portal.logs()).toContain('requests look like http');
  await portal.visitor().get('/login', { ...here, 'X-Forwarded-Proto': 'https' });
  expect([...portal.ctx.misconfigured]).toEqual([]);
});
