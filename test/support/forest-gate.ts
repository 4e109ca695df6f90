import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { RunningForest } from './forest-client.js';

export interface ForestGate {
  /** The forest's controller by way of this gate. */
  ldaps: string;
  /** Holds the next connection: comes back once it is there, with what lets it through. Those after it pass. */
  holdNext(): Promise<() => void>;
}

/** A way to a forest's controller on which one question can be kept waiting while others are answered. */
export async function gateTo({ host }: RunningForest): Promise<ForestGate> {
  const holders: ((letThrough: () => void) => void)[] = [];
  const server = createServer((client) => {
    client.on('error', () => client.destroy());
    const letThrough = () => join(client, connect(636, host));
    const hold = holders.shift();
    if (hold) hold(letThrough);
    else letThrough();
  }).listen(0, host); // the address that the controller's certificate is for
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { ldaps: `ldaps://${host}:${port}`, holdNext: () => new Promise((resolve) => holders.push(resolve)) };
}

function join(client: Socket, controller: Socket): void {
  pipeline(client, controller, () => client.destroy());
  pipeline(controller, client, () => controller.destroy());
}
