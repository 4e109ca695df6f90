import { format } from 'node:util';
import { afterEach } from 'vitest';

const complaints: string[] = [];

for (const method of ['error', 'warn'] as const) {
  console[method] = (...args: unknown[]) => void complaints.push(`console.${method}: ${format(...args)}`);
}

/** Whoever expects a complaint takes it with `vi.spyOn(console, 'error')`; every other one is a fault. */
afterEach(() => {
  const heard = complaints.splice(0);
  if (heard.length > 0) throw new Error(`Unexpected output:\n${heard.join('\n')}`);
});
