import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server under test says about itself when it is asked. */
export interface Usage {
  cpuMicros: number;
  memoryMb: number;
}

export interface Listening {
  port: number;
  /** Before the first request. */
  memoryMb: number;
  /** Opens the portal's set-up page; the baseline has none. */
  setupKey: string;
}

/** Listens on a free loopback port, reports to the process that started this one, and ends with it. */
export function serve(app: RequestListener, setupKey = ''): void {
  const server = createServer({ keepAliveTimeout: 60_000 }, app);
  server.listen(0, '127.0.0.1', () => {
    const { memoryMb } = usage();
    const listening: Listening = { port: (server.address() as AddressInfo).port, memoryMb, setupKey };
    process.send?.(listening);
  });
  process.on('message', () => process.send?.(usage()));
  for (const event of ['disconnect', 'SIGTERM', 'SIGINT']) process.on(event, () => process.exit());
}

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  return { cpuMicros: user + system, memoryMb: process.memoryUsage.rss() / 2 ** 20 };
}
