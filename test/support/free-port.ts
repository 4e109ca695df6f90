import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** A port for a process of its own, which must know it before it listens; from where no client takes ports. */
export async function freePort(): Promise<number> {
  const port = randomInt(20_000, 30_000);
  return (await isFree('127.0.0.1', port)) ? port : freePort();
}

/** A loopback address for a process that listens on fixed ports. */
export async function freeAddress(ports: number[]): Promise<string> {
  for (let round = 0; round < 10; round += 1) {
    const address = `127.${randomInt(1, 255)}.${randomInt(256)}.${randomInt(1, 255)}`;
    const free = await Promise.all(ports.map((port) => isFree(address, port)));
    if (free.every(Boolean)) return address;
  }
  throw new Error(`something listens on port ${ports.join(' or ')} of every address of this machine`);
}

async function isFree(host: string, port: number): Promise<boolean> {
  const probe = createServer();
  const free = await new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(false)).listen(port, host, () => resolve(true));
  });
  if (free) await new Promise((resolve) => probe.close(resolve));
  return free;
}
