import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import type { Directory } from '../../src/directory/directory.js';
import { findAccounts } from '../../src/directory/find-accounts.js';
import { startSlapd } from '../support/slapd.js';
import { testControllers } from './directory-of.js';
import { recordingServer } from './recording-server.js';

const SERVICE = { userName: 'cn=svc,dc=acme,dc=test', password: 'Serv1ce' };
const LINE_MS = 100;

test('a stranger who asks for many people at once does not make a controller at a slow line count as dead', async () => {
  const { controllers } = testControllers();
  const directory = await givenDirectoryAtSlowLine();
  const ask = () =>
    findAccounts(controllers, directory, { address: 'jo@acme.example', objectGuids: [], now: 0 }, 2_000);
  const answers = await Promise.all(Array.from({ length: 60 }, ask));
  expect(new Set(answers.map(({ kind }) => kind)), 'some had no turn').toEqual(new Set(['found', 'no-answer']));
  const told = answers.filter(({ kind }) => kind === 'no-answer');
  const noTurn = { kind: 'no-answer', reason: 'too many are waiting for it', busy: true };
  expect(told).toEqual(told.map(() => noTurn));
  expect(await ask()).toEqual({ kind: 'found', accounts: [] });
});

/** Each of its answers takes a while to arrive, so that five at a time are far too few for sixty. */
async function givenDirectoryAtSlowLine(): Promise<Directory> {
  const user = { dn: SERVICE.userName, objectClass: 'person', cn: 'svc', sn: 'svc', userPassword: SERVICE.password };
  const { ldaps, ca, baseDn } = await startSlapd([user]);
  const { port } = await recordingServer((socket) => slowLine(socket, Number(new URL(ldaps).port)));
  const names = { id: 'slow', companyId: 'slow company', name: 'Slow', upnSuffixes: [], netbiosName: '' };
  const place = { addresses: [`ldaps://127.0.0.1:${port}`], caCertificate: ca, baseDn, serviceAccount: SERVICE };
  return { ...names, ...place, active: true, leaverProtection: true };
}

function slowLine(socket: Socket, port: number): void {
  const upstream = connect(port, '127.0.0.1').on('error', () => undefined);
  socket.on('data', (chunk) => void upstream.write(chunk)).on('close', () => upstream.destroy());
  upstream.on('data', (chunk) => void setTimeout(() => socket.write(chunk), LINE_MS));
}
