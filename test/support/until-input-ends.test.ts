import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { untilInputEnds } from './until-input-ends.js';

test('a program is ended even while it is stopped, and its folder is gone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-test-'));
  const program = await untilInputEnds(folder, ['sleep', '60']);
  process.kill(program.pid, 'SIGSTOP');
  await program.stop();
  expect([exists(program.pid), existsSync(folder)]).toEqual([false, false]);
});

test('a program ends with the process that started it, however that ends', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-test-'));
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', starter(folder)]);
  const [said] = await once(child.stdout, 'data');
  expect(exists(Number(said))).toBe(true);
  child.kill('SIGKILL');
  await expect.poll(() => exists(Number(said)) || existsSync(folder)).toBe(false);
});

function starter(folder: string): string {
  return `
    import { untilInputEnds } from '${new URL('until-input-ends.ts', import.meta.url)}';
    const { pid } = await untilInputEnds('${folder}', ['sleep', '60']);
    console.log(pid);`;
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
