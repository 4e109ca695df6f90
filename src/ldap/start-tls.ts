import type { Socket } from 'node:net';
import { BerReader } from 'ldapts';
import { Fault, faultOf } from './fault.js';

/** An ExtendedRequest with message id 1 for 1.3.6.1.4.1.1466.20037, and the tag of its answer. */
const REQUEST = Buffer.from('301d02010177188016312e332e362e312e342e312e313436362e3230303337', 'hex');
const ANSWER = 0x78;
const MAX_ANSWER = 4_096;

/**
 * Asks a controller to go on in TLS; throws a Fault unless it agrees. Not ldapts' own: that one keeps bytes which came after
 * the answer in clear text, and reads them as if they had come over TLS.
 */
export async function requestStartTls(socket: Socket): Promise<void> {
  const code = await new Promise<number>((resolve, reject) => {
    let received = Buffer.alloc(0);
    const read = (chunk: Buffer): void => {
      received = Buffer.concat([received, chunk]);
      try {
        const found = readAnswer(received);
        if (found !== undefined) resolve(found);
      } catch (error) {
        reject(error);
      }
    };
    socket.on('data', read);
    socket.once('error', (error) => reject(faultOf(error, 'closed')));
    socket.once('close', () => reject(new Fault('closed')));
    socket.write(REQUEST);
  });
  socket.removeAllListeners('data');
  if (code !== 0) throw new Fault('no-start-tls');
}

/** The result code, once the answer is whole; throws when it is not what was asked for, or when more follows it. */
function readAnswer(bytes: Buffer): number | undefined {
  if (bytes.length > MAX_ANSWER) throw new Fault('no-start-tls');
  const reader = new BerReader(bytes);
  try {
    if (reader.readSequence(0x30) === null || reader.remain < reader.length) return undefined;
    if (reader.remain > reader.length || reader.readInt() !== 1) throw new Fault('no-start-tls');
    reader.readSequence(ANSWER);
    return reader.readEnumeration() ?? -1;
  } catch {
    throw new Fault('no-start-tls');
  }
}
