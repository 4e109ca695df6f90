import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { onTestFinished } from 'vitest';
import { issueCertificate, makeAuthority } from '../support/certificates.js';

export interface RecordingServer {
  /** PEM to trust, of one that speaks TLS. */
  ca: string;
  port: number;
  connections(): number;
  /** Everything that was sent to it, by all who connected. */
  received(): Buffer;
}

/** A server of the test's own that keeps what it is sent; gone after the running test. */
export async function recordingServer(talk: (socket: Socket) => void): Promise<RecordingServer> {
  return serve(createServer, talk);
}

/** The same in TLS, with a certificate for 127.0.0.1 that its `ca` has signed; it keeps what was sent within. */
export async function recordingTlsServer(talk: (socket: Socket) => void): Promise<RecordingServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-tls-'));
  const ca = await makeAuthority(folder, 'test');
  await issueCertificate(folder, folder, ['IP:127.0.0.1']);
  const [key, cert] = ['key.pem', 'certificate.pem'].map((name) => readFileSync(path.join(folder, name)));
  rmSync(folder, { recursive: true });
  return { ...(await serve((listener) => createTlsServer({ key, cert }, listener), talk)), ca };
}

async function serve(
  create: (listener: (socket: Socket) => void) => Server,
  talk: (socket: Socket) => void,
): Promise<RecordingServer> {
  const chunks: Buffer[] = [];
  const sockets: Socket[] = [];
  const server = create((socket) => {
    sockets.push(socket.on('error', () => undefined).on('data', (chunk) => void chunks.push(chunk)));
    talk(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { ca: '', port, connections: () => sockets.length, received: () => Buffer.concat(chunks) };
}

/** Passes everything on to a controller, and back through `tamper`. */
export function relayTo(host: string, port: number, tamper: (fromController: Buffer) => Buffer = (chunk) => chunk) {
  return (socket: Socket): void => {
    const upstream = connect(port, host).on('error', () => undefined);
    socket.on('data', (chunk) => void upstream.write(chunk)).on('close', () => upstream.destroy());
    upstream.on('data', (chunk) => void socket.write(tamper(chunk))).on('close', () => socket.destroy());
  };
}
