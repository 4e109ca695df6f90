import { once } from 'node:events';
import { cpSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { makeAuthority } from './certificates.js';
import type { RunningForest } from './forest-client.js';
import { type ForestName, forestFacts, isForestName } from './forest-facts.js';
import { furnish } from './forest-furniture.js';
import { findSamba } from './parts.js';
import { controllerAddress, startSamba } from './samba.js';
import { forestTemplate } from './samba-template.js';
import type { Served } from './until-input-ends.js';

declare module 'vitest' {
  interface ProvidedContext {
    forests: { kind: 'on demand'; url: string } | { kind: 'missing'; reason: string };
  }
}

const controllers: Served[] = [];
const forests = new Map<ForestName, Promise<RunningForest>>();

/**
 * Answers the processes that run tests: `/acme` is the forest, started when first asked for; `/acme/127.1.2.3` starts one more
 * controller there. All are processes of this one, so they end with the run; a test only sends signals.
 */
export async function setup(root: TestProject): Promise<(() => Promise<void>) | undefined> {
  const part = findSamba();
  if (part.kind === 'missing') return void root.provide('forests', part);
  const server = createServer((req, res) => {
    answer(req.url ?? '').then(
      (found) => res.end(JSON.stringify(found)),
      (error: Error) => res.writeHead(500).end(error.message),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  root.provide('forests', { kind: 'on demand', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  return async () => {
    server.close();
    await Promise.all(controllers.map((controller) => controller.stop()));
  };
}

async function answer(url: string): Promise<RunningForest | { pid: number }> {
  const [, name, host] = url.split('/');
  if (!isForestName(name)) throw new Error(`There is no forest at ${url}`);
  const forest = forests.get(name) ?? startForest(name);
  forests.set(name, forest);
  return host === undefined ? forest : startController(await forest, host, temporaryFolder(name));
}

async function startForest(name: ForestName): Promise<RunningForest> {
  const facts = forestFacts(name);
  const template = await forestTemplate(facts);
  const folder = temporaryFolder(name);
  cpSync(template, folder, { recursive: true });
  const [host, ca] = await Promise.all([controllerAddress(), makeAuthority(folder, facts.realm)]);
  const forest = { ...facts, folder, host, ca };
  await startController(forest, host, folder);
  await furnish(forest);
  return forest;
}

async function startController(forest: RunningForest, host: string, folder: string): Promise<{ pid: number }> {
  const controller = await startSamba(forest, host, folder);
  controllers.push(controller);
  return { pid: controller.pid };
}

function temporaryFolder(name: ForestName): string {
  return mkdtempSync(join(tmpdir(), `latchkey-${name}-`));
}
