import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { chromiumToLaunch } from './chromium.js';
import { skipWithout } from './skip-without.js';

interface Complaint {
  text: string;
  about: string;
}

interface Heard {
  complaints: Complaint[];
  scripts: boolean;
  /** Addresses of whole pages. Chromium complains of a 404 or 422 there too, which the person sees and which is none. */
  pages: Set<string>;
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const heardBy = new WeakMap<BrowserContext, Heard>();
let running: Browser | undefined;

/** The one Chromium of the run, which ends with it. Without Chromium the running test is skipped. */
export async function launchBrowser(): Promise<Browser> {
  if (running?.isConnected()) return running;
  const found = chromiumToLaunch();
  if (found.kind === 'missing') return skipWithout('Chromium', 'apt-get install -y chromium', found.reason);
  running = await chromium.launch(found.launch);
  return running;
}

/**
 * A page in a browser that nobody has used before, closed at the end of the running test. The test fails when the
 * browser complained and nobody took the complaints with `violations`.
 */
export async function newPerson(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(10_000);
  await listen(context, options.javaScriptEnabled !== false);
  const page = await context.newPage();
  onTestFinished(async () => {
    const left = violations(page);
    await context.close();
    expect(left).toEqual([]);
  });
  return page;
}

/** What this person's browser complained of since the last call: errors of scripts, the console and the CSP. */
export function violations(page: Page): string[] {
  const heard = heardAt(page);
  return heard.complaints
    .splice(0)
    .filter(({ text, about }) => !(text.startsWith('Failed to load resource') && heard.pages.has(about)))
    .map(({ text, about }) => `${text} (${about})`);
}

/** Throws with a readable list when axe finds a serious or critical fault on the page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
  await expectNoneOf(page, { rules: { 'target-size': { enabled: true } } });
}

/** The same for what another colour scheme changes: the colours. */
export async function expectReadable(page: Page): Promise<void> {
  await expectNoneOf(page, { runOnly: ['color-contrast', 'link-in-text-block'] });
}

async function expectNoneOf(page: Page, options: RunOptions): Promise<void> {
  if (!heardAt(page).scripts) throw new Error('axe does not run for a person without JavaScript.');
  // Evaluated by the debugger: the CSP forbids a script tag.
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axe);
  const results: AxeResults = await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`);
  const grave = results.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const list = grave.flatMap(({ id, impact, help, nodes }) => [
    `${id} (${impact}): ${help}`,
    ...nodes.map((node) => `  ${node.html}`),
  ]);
  if (list.length > 0) throw new Error(`${page.url()} is not accessible:\n${list.join('\n')}`);
}

function heardAt(page: Page): Heard {
  const heard = heardBy.get(page.context());
  if (heard === undefined) throw new Error('This page was not made by newPerson.');
  return heard;
}

async function listen(context: BrowserContext, scripts: boolean): Promise<void> {
  const heard: Heard = { complaints: [], pages: new Set(), scripts };
  heardBy.set(context, heard);
  context.on('response', (response) => {
    if (response.request().isNavigationRequest()) heard.pages.add(response.url());
  });
  context.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    heard.complaints.push({ text: message.text(), about: message.location().url });
  });
  context.on('weberror', (error) => {
    heard.complaints.push({ text: String(error.error()), about: error.page()?.url() ?? '' });
  });
  await context.exposeBinding('latchkeyViolation', ({ page }, text: string) => {
    heard.complaints.push({ text, about: page.url() });
  });
  await context.addInitScript(`addEventListener('securitypolicyviolation', (event) =>
    latchkeyViolation('CSP ' + event.effectiveDirective + ' blocked ' + event.blockedURI))`);
}
