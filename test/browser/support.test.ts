import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { expectAccessible, launchBrowser, newPerson, violations } from '../support/browser.js';

const accessible = '<!doctype html><html lang="en"><title>Sign in</title><main><h1>Sign in</h1></main></html>';
const strict = "default-src 'none'; style-src 'self'; script-src 'self'";

test('a page without faults is accessible and nobody complains', async () => {
  const page = await newPerson(await launchBrowser());
  await page.goto(`data:text/html,${accessible}`);
  await expectAccessible(page);
  expect(violations(page)).toEqual([]);
});

test('a planted fault is named with its place', async () => {
  const page = await newPerson(await launchBrowser());
  await page.goto(`data:text/html,${accessible.replace('</main>', '<button></button></main>')}`);
  await expect(expectAccessible(page)).rejects.toThrow(
    /button-name \(critical\): Buttons must have discernible text\n {2}<button><\/button>/,
  );
});

test('pale text fails the contrast rule', async () => {
  const page = await newPerson(await launchBrowser());
  await page.goto(`data:text/html,${accessible.replace('<h1>', '<h1 style="color:lightgrey">')}`);
  await expect(expectAccessible(page)).rejects.toThrow('color-contrast (serious)');
});

test('axe runs under a strict CSP', async () => {
  const url = await serve(accessible.replace('</main>', '<button></button></main>'));
  const page = await newPerson(await launchBrowser());
  await page.goto(url);
  await expect(expectAccessible(page)).rejects.toThrow('button-name');
});

test('an inline script or style that the CSP blocks is a violation', async () => {
  const page = await newPerson(await launchBrowser());
  await page.goto(await serve(`${accessible}<p style="color: red">Hello</p><script>alert(1)</script>`));
  const heard = violations(page).join('\n');
  expect(heard).toContain('CSP style-src-attr blocked inline');
  expect(heard).toContain('CSP script-src-elem blocked inline');
  expect(violations(page)).toEqual([]);
});

test('a blocked script is heard of without JavaScript too', async () => {
  const page = await newPerson(await launchBrowser(), { javaScriptEnabled: false });
  await page.goto(await serve(`${accessible}<p style="color: red">Hello</p>`));
  expect(violations(page).join()).toContain('Content Security Policy');
});

test('an error in a script of the page is a violation', async () => {
  const page = await newPerson(await launchBrowser());
  await page.goto(`data:text/html,${accessible}<script>throw new Error('broken')</script>`);
  expect(violations(page).join()).toContain('broken');
});

test('a page that answers 422 is no violation, a missing picture is one', async () => {
  const page = await newPerson(await launchBrowser());
  await page.goto(await serve(accessible, 422));
  expect(violations(page)).toEqual([]);
  await page.goto(await serve(`${accessible}<img src="/missing" alt="">`, 200, "img-src 'self'"));
  expect(violations(page).join()).toContain('404');
});

test('a person has the window, colours and clock that the test gives', async () => {
  const page = await newPerson(await launchBrowser(), {
    viewport: { width: 360, height: 640 },
    colorScheme: 'dark',
    timezoneId: 'Pacific/Auckland',
  });
  expect(
    await page.evaluate(() => ({
      width: innerWidth,
      dark: matchMedia('(prefers-color-scheme: dark)').matches,
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    })),
  ).toEqual({ width: 360, dark: true, zone: 'Pacific/Auckland' });
});

async function serve(html: string, status = 200, csp = strict): Promise<string> {
  const server = createServer((request, response) => {
    const known = request.url === '/' || request.url === '/favicon.ico';
    response.writeHead(known ? status : 404, { 'content-type': 'text/html', 'content-security-policy': csp }).end(html);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
