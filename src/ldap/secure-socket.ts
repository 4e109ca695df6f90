import { once } from 'node:events';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { ldapHost } from './address.js';
import { type Certificate, readCertificate } from './certificate.js';
import { faultOf } from './fault.js';
import { resolveHost } from './resolve-host.js';
import { requestStartTls } from './start-tls.js';
import type { Step } from './steps.js';
import { unlessAborted } from './time-limit.js';

export interface WantedSocket {
  address: string;
  /** PEM; empty: the machine's own authorities. */
  caCertificate: string;
  signal: AbortSignal;
  /** Told of every step, for a test of the connection. */
  tell?: ((step: Step) => void) | undefined;
}

/** How long one of several IPs of a name is tried before the next. */
const NEXT_IP_MS = 1_000;

/**
 * The only way to a controller: a connection whose certificate has been verified for its name, or a Fault. With StartTLS
 * nothing but the request for it goes out in clear text.
 */
export async function openSecureSocket(wanted: WantedSocket): Promise<TLSSocket> {
  const opened: Socket[] = [];
  try {
    return await unlessAborted(wanted.signal, negotiate(wanted, opened));
  } catch (error) {
    for (const socket of opened) socket.destroy();
    throw faultOf(error, 'closed');
  }
}

async function negotiate({ address, caCertificate, signal, tell }: WantedSocket, opened: Socket[]): Promise<TLSSocket> {
  const { startTls, host, port } = ldapHost(address);
  const ips = await resolveHost(host);
  signal.throwIfAborted();
  if (isIP(host) === 0) tell?.({ kind: 'resolved', host, ips });

  const plain = connectTo(ips, port);
  opened.push(plain);
  await once(plain, 'connect');
  tell?.({ kind: 'connected', ip: plain.remoteAddress ?? '', port });
  if (startTls) {
    await requestStartTls(plain);
    tell?.({ kind: 'start-tls-offered' });
  }
  return secure(plain, host, caCertificate, tell);
}

function connectTo(ips: string[], port: number): Socket {
  const found = ips.map((address) => ({ address, family: isIP(address) }));
  const socket = connectPlain({
    host: ips.length === 1 ? (ips[0] ?? '') : 'a name that is resolved already',
    port,
    lookup: (_host, _options, answer) => answer(null, found),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: NEXT_IP_MS,
  });
  return socket.on('error', () => undefined); // each error is told to whoever waits; afterwards nobody does
}

async function secure(
  plain: Socket,
  host: string,
  caCertificate: string,
  tell: WantedSocket['tell'],
): Promise<TLSSocket> {
  const socket = connectTls({
    socket: plain,
    host,
    ...(isIP(host) === 0 && { servername: host }),
    ...(caCertificate !== '' && { ca: caCertificate }),
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true, // said, so that no setting of the process can take it back
  });
  socket.on('error', () => undefined);
  let certificate: Certificate | undefined;
  socket.prependOnceListener('secure', () => {
    certificate = readCertificate(socket.getPeerCertificate()); // gone as soon as it is found wanting
  });
  try {
    await once(socket, 'secureConnect');
  } catch (error) {
    throw faultOf(error, 'tls-failed', { certificate });
  }
  const authority = caCertificate === '' ? 'machine' : 'directory';
  if (certificate) tell?.({ kind: 'secured', certificate, protocol: socket.getProtocol() ?? '', authority });
  return socket;
}
