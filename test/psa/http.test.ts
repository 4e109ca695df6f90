import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { createPsaHttp, type PsaHttpOptions } from '../../src/psa/http/http.js';
import { type FakeAnswer, type FakeServer, startFakeServer } from '../support/psa/fake-server.js';
import { sinkCertificate } from '../support/smtp-sink.js';
import { faultOf } from './asked.js';

const SECRET = 'Basic bm9ydGh3aW5kOnNlY3JldA==';
const headers = { authorization: SECRET };

async function server(answer: FakeAnswer = { status: 200, body: { ok: true } }): Promise<FakeServer> {
  const fake = await startFakeServer({ port: 0, clock: Date.now, answer: () => answer });
  onTestFinished(() => fake.close());
  return fake;
}

async function listening<S extends Server>(raw: S & { closeAllConnections(): void }): Promise<number> {
  await new Promise<void>((resolve) => void raw.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    raw.close();
    raw.closeAllConnections();
  });
  return (raw.address() as AddressInfo).port;
}

function get(url: string, options: PsaHttpOptions = { allowedHosts: [new URL(url).origin] }) {
  return createPsaHttp({ tryMs: 500, ...options })({ method: 'GET', url, headers });
}

test.each([
  ['http://psa.msp.example/', ['8.8.8.8']],
  ['https://psa.msp.example:8443/', ['8.8.8.8']],
  ['https://psa.msp.example/', ['10.0.0.7']],
  ['https://psa.msp.example/', ['8.8.8.8', '10.0.0.7']],
  ['https://psa.msp.example/', ['8.8.8.8', '::1']],
  ['https://psa.msp.example/', ['::ffff:127.0.0.1']],
  ['https://psa.corp.example/', ['169.254.169.254']],
  ['https://psa.corp.example/', ['10.0.0.7', '169.254.169.254']],
  ['https://127.0.0.1/', []],
  ['https://[::1]/', []],
  ['https://169.254.169.254/', []],
])('%s at %j is not asked', async (url, ips) => {
  const fault = await faultOf(get(url, { allowedHosts: ['https://psa.corp.example'], resolve: async () => ips }));
  expect([fault.kind, fault.details.perhapsDone ?? false]).toEqual(['host-not-allowed', false]);
});

test('a name of this machine is refused as what it leads to', async () => {
  expect((await faultOf(get('https://localhost/', { allowedHosts: [] }))).kind).toBe('host-not-allowed');
});

test('a server allowed by name is connected to at the IP that was checked, whatever the name leads to a moment later', async () => {
  const { port } = new URL((await server()).url);
  const answers = [['127.0.0.1'], ['169.254.169.254']];
  const url = `http://psa.corp.example:${port}/`;
  const options = { allowedHosts: [new URL(url).origin], resolve: async () => answers.shift() ?? [] };
  expect(await get(url, options)).toMatchObject({ status: 200, body: { ok: true } });
  expect(answers).toHaveLength(1);
});

test('an allowed name holds for its scheme and its port only', async () => {
  const { url, requests } = await server();
  const { host } = new URL(url);
  for (const allowed of [`https://${host}`, 'http://127.0.0.1', `${url}0`]) {
    expect((await faultOf(get(url, { allowedHosts: [allowed] }))).kind).toBe('host-not-allowed');
  }
  expect(requests).toEqual([]);
});

test('a name that leads nowhere', async () => {
  const fault = await faultOf(get('https://nowhere.invalid/', { allowedHosts: [] }));
  expect([fault.kind, fault.details]).toEqual(['name-not-found', {}]);
});

test('nothing follows a redirect, least of all the credentials', async () => {
  const elsewhere = await server();
  for (const status of [301, 302, 303, 307, 308]) {
    const fake = await server({ status, headers: { Location: `${elsewhere.url}/` } });
    expect(await faultOf(get(fake.url))).toMatchObject({ kind: 'redirected', details: { status } });
    expect(fake.requests).toHaveLength(1);
  }
  expect(elsewhere.requests).toEqual([]);
});

test.each([
  [{ do: 'drop-before' }, 3],
  [{ do: 'hang' }, 3],
  [{ do: 'stall' }, 3],
  [{ do: 'status', status: 503 }, 3],
  [{ do: 'huge' }, 1],
  [{ do: 'status', status: 429 }, 1],
  [{ do: 'status', status: 404 }, 1],
] as const)('%o is asked %i times, or once when it was to change something', async (deed, tries) => {
  const fake = await server();
  const http = createPsaHttp({ allowedHosts: [fake.url], tryMs: 100 });
  fake.misbehave(deed);
  await http({ method: 'GET', url: fake.url }).catch(() => undefined);
  expect(fake.asked('GET', '/')).toBe(tries);
  await http({ method: 'POST', url: fake.url, json: {} }).catch(() => undefined);
  await http({ method: 'PATCH', url: fake.url, json: {} }).catch(() => undefined);
  expect([fake.asked('POST', '/'), fake.asked('PATCH', '/')]).toEqual([1, 1]);
  await http({ method: 'POST', url: fake.url, json: {}, reads: true }).catch(() => undefined);
  expect(fake.asked('POST', '/')).toBe(1 + tries);
});

test('a POST that only reads has done nothing, whatever became of it', async () => {
  const fake = await server();
  const http = createPsaHttp({ allowedHosts: [fake.url], tryMs: 100 });
  fake.misbehave({ do: 'drop-after' });
  const reading = await faultOf(http({ method: 'POST', url: fake.url, json: {}, reads: true }));
  const writing = await faultOf(http({ method: 'PATCH', url: fake.url, json: {} }));
  expect([reading.details.perhapsDone, writing.details.perhapsDone]).toEqual([false, true]);
});

test('a form is sent as browsers send theirs', async () => {
  const fake = await server();
  const form = { grant_type: 'client_credentials', client_secret: 'a&b=c +%' };
  await createPsaHttp({ allowedHosts: [fake.url] })({ method: 'POST', url: fake.url, form, reads: true });
  expect(fake.requests).toMatchObject([
    {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials&client_secret=a%26b%3Dc+%2B%25',
    },
  ]);
});

test('what fails twice and then answers has answered', async () => {
  const fake = await server();
  fake.misbehave({ do: 'drop-before', times: 1 });
  fake.misbehave({ do: 'status', status: 500, times: 2 });
  expect(await get(fake.url)).toMatchObject({ status: 200 });
});

test.each([
  [{ 'Retry-After': '30' }, 30_000],
  [{ 'Retry-After': 'Mon, 05 Jan 2026 09:00:20 GMT', Date: 'Mon, 05 Jan 2026 09:00:00 GMT' }, 20_000],
  [{ 'Retry-After': 'Mon, 05 Jan 2026 08:00:00 GMT', Date: 'Mon, 05 Jan 2026 09:00:00 GMT' }, 1_000],
  [{ 'Retry-After': '0' }, 1_000],
  [{ 'Retry-After': '99999999999' }, 3_600_000],
  [{ 'Retry-After': 'soon' }, undefined],
  [{}, undefined],
])('429 with %j asks us to wait for %s ms', async (more, retryAfterMs) => {
  const fake = await server({ status: 429, headers: more });
  expect((await faultOf(get(fake.url))).details).toEqual({
    status: 429,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
});

test('an answer that would become huge when it is unpacked is not unpacked', async () => {
  const packed = gzipSync(Buffer.alloc(50_000_000, ' '));
  const raw = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' }).end(packed);
  });
  const url = `http://127.0.0.1:${await listening(raw)}`;
  expect((await get(url)).body).toBeUndefined();
});

test('a POST that is told to try elsewhere, by 421, is not sent again', async () => {
  const fake = await server({ status: 421 });
  const http = createPsaHttp({ allowedHosts: [fake.url] });
  expect(await http({ method: 'POST', url: fake.url, json: {} })).toMatchObject({ status: 421 });
  expect(fake.requests).toHaveLength(1);
});

test('a server that nobody vouches for gets no request', async () => {
  let asked = 0;
  const raw = createTlsServer({ key: sinkCertificate, cert: sinkCertificate }, (_request, response) => {
    asked++;
    response.end('{}');
  });
  const url = `https://127.0.0.1:${await listening(raw)}`;
  const http = createPsaHttp({ allowedHosts: [url] });
  const fault = await faultOf(http({ method: 'POST', url, headers, json: {} }));
  expect([fault.kind, fault.details, asked]).toEqual(['certificate', {}, 0]);
});
