import { once } from 'node:events';
import { connect } from 'node:net';
import type { Served } from './until-input-ends.js';

/** Asks until the program is ready; throws with its last words when it ends before. */
export async function whenReady(program: Served, isReady: () => boolean | Promise<boolean>): Promise<void> {
  let running = true;
  void program.ended.then(() => {
    running = false;
  });
  while (running) {
    if (await isReady()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`it does not start: ${program.lines.slice(-5).join(' / ')}`);
}

export async function accepts(host: string, port: number): Promise<boolean> {
  const socket = connect(port, host);
  const connected = once(socket, 'connect').then(
    () => true,
    () => false,
  );
  return connected.finally(() => socket.destroy());
}
