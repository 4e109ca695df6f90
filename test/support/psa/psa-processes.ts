import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { type DatabaseUrl, openDatabase } from '../../../src/db/database.js';
import type { Db } from '../../../src/db/schema.js';
import type { PsaKindName } from '../../../src/psa/connector.js';
import { formName } from '../../../src/psa/forms.js';
import { freePort } from '../free-port.js';
import { type Running, startedServer, temporaryFolder } from '../process.js';
import { type SmtpSink, startSmtpSink } from '../smtp-sink.js';
import { type Fields, openVisitor, type Visitor } from '../visitor.js';
import type { FakePsa } from './fake-psa.js';
import { NORA_NEW } from './new-person.js';
import { startFakePsa } from './vendors.js';

/** Portals as processes of their own, at one database and beside a PSA; Acme is linked to the company there. */
export interface PsaProcesses {
  psa: FakePsa;
  sink: SmtpSink;
  publicUrl: string;
  /** The database, from outside. */
  db: Db;
  file: string;
  /** The first listens at the public address, each other one at a port of its own. */
  start(): Promise<Running>;
}

export async function startPsaProcesses(
  kind: PsaKindName,
  postgres?: string,
): Promise<PsaProcesses & { first: Running }> {
  const [psa, sink, port, folder] = [
    await startFakePsa(kind),
    await startSmtpSink(),
    await freePort(),
    temporaryFolder(),
  ];
  onTestFinished(() => sink.close());
  onTestFinished(() => psa.server.close());
  const publicUrl = `http://localhost:${port}`;
  const dataDir = path.join(folder, 'data');
  const env = {
    DATA_DIR: dataDir,
    DATABASE_URL: postgres ?? 'sqlite:latchkey.sqlite',
    SMTP_URL: sink.url,
    PUBLIC_URL: publicUrl,
    PSA_ALLOWED_HOSTS: psa.server.url,
    TRUST_PROXY: 'loopback',
  };
  const running = (server: Running) => server.child.exitCode === null && server.child.signalCode === null;
  let first = await startedServer({ ...env, PORT: String(port) });
  await setUp(publicUrl, (await first.line(/^Set up: /)).split('key=')[1] ?? '', psa);
  const file = path.join(dataDir, 'latchkey.sqlite');
  const url: DatabaseUrl = postgres ? { kind: 'postgres', url: postgres } : { kind: 'sqlite', file };
  const db = openDatabase(url);
  onTestFinished(() => db.destroy());
  const start = async () => {
    if (running(first)) return startedServer({ ...env, PORT: String(await freePort()) });
    first = await startedServer({ ...env, PORT: String(port) });
    return first;
  };
  return { psa, sink, publicUrl, db, file, start, first };
}

/** Somebody new signs in, from a network of their own. */
export async function signInThrough(
  { publicUrl, sink }: Pick<PsaProcesses, 'publicUrl' | 'sink'>,
  address: string,
  network: string,
): Promise<Visitor> {
  const visitor = openVisitor(publicUrl, network);
  await visitor.post('/login', { email: address });
  const [mail] = await sink.waitForMail(address);
  const code = /^[0-9A-Z]{4}-[0-9A-Z]{4}$/m.exec(mail?.text ?? '')?.[0] ?? '';
  await visitor.post('/login/token', { token: code });
  const { headers } = await visitor.post('/login/name', NORA_NEW);
  expect(headers.location).toBe('/');
  return visitor;
}

/** What waits has waited for so long: leases have run out, and it is due. Only time passes by that. */
export async function passForCreations(db: Db, minutes: number): Promise<void> {
  const ms = minutes * 60_000;
  await db
    .updateTable('psa_creations')
    .set((eb) => ({
      next_try_at: eb('next_try_at', '-', ms),
      posted_at: eb('posted_at', '-', ms),
      lease_until: eb('lease_until', '-', ms),
    }))
    .where('state', '<>', 'done')
    .execute();
}

/** The same after every process has died: the turns that they had have run out, too. Nobody may take those of the living. */
export async function passAfterDeath(db: Db, minutes: number): Promise<void> {
  const ms = minutes * 60_000;
  await db
    .updateTable('psa_turns')
    .set((eb) => ({ lease_until: eb('lease_until', '-', ms) }))
    .execute();
  await passForCreations(db, minutes);
}

/** Sets the portal up, connects the PSA and links Acme, all through the console. */
async function setUp(publicUrl: string, key: string, psa: FakePsa): Promise<void> {
  const there = psa.company({ name: 'Acme Ltd' });
  const admin = openVisitor(publicUrl);
  const post = async (page: string, fields: Record<string, string>) => {
    const { status, headers, text } = await admin.post(page, fields);
    if (status !== 303) throw new Error(`${page} answered ${status}: ${text}`);
    return headers.location ?? '';
  };
  const sender = { portal_name: 'Portal', sender_address: 'no-reply@msp.example', enabled: 'on' };
  await post('/setup', { key, name: 'Mia', address: 'mia@msp.example', ...sender });
  await admin.get('/admin/companies/new');
  const acme = await post('/admin/companies', { name: 'Acme Ltd' });
  await post(acme, { name: 'Acme Ltd', active: 'on', creates_contacts: 'on', email_domain: 'acme.example' });
  await post('/admin/psa', typedInto(psa));
  const link = `/admin/psa/companies/${there}/link`;
  await expect
    .poll(async () => (await admin.post(link, { company: acme.split('/').at(-1) ?? '' })).headers.location)
    .toBe(acme);
}

/** What somebody types on System > PSA to connect it. */
export function typedInto(psa: FakePsa): Fields {
  const { kind, site, fields, secret } = psa.account();
  const told = Object.entries(fields).map(([name, value]) => [formName(name), value]);
  return { kind, site, ...Object.fromEntries(told), secret };
}
