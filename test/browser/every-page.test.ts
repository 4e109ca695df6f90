import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectAccessible, expectReadable } from '../support/browser.js';
import { everyPageOfConsole } from '../support/tours/console.js';
import { everyPageOfDirectories, everyPageOfLiveDirectory } from '../support/tours/directories.js';
import { everyErrorPage } from '../support/tours/errors.js';
import { everyPageOfFirstRun } from '../support/tours/first-run.js';
import { everyPageOfPsa } from '../support/tours/psa.js';
import { everyPageOfPsaCompanies } from '../support/tours/psa-companies.js';
import { everyTroubleOfPsa } from '../support/tours/psa-trouble.js';
import { everyDeadEndOfSignIn, everyPageOfSignIn } from '../support/tours/sign-in.js';
import type { Look } from '../support/tours/stop.js';
import { everyDeadEndOfWindowsAccount, everyPageOfWindowsAccount } from '../support/tours/windows-account.js';

const tours = [
  ['of the sign-in', everyPageOfSignIn],
  ['of a sign-in that ends', everyDeadEndOfSignIn],
  ['of a sign-in with a Windows account', everyPageOfWindowsAccount],
  ['of a sign-in with a Windows account that ends', everyDeadEndOfWindowsAccount],
  ['of the console', everyPageOfConsole],
  ['of directories', everyPageOfDirectories],
  ['of a directory that answers', everyPageOfLiveDirectory],
  ['of the PSA', everyPageOfPsa],
  ['of a PSA in trouble', everyTroubleOfPsa],
  ['of the PSA’s companies', everyPageOfPsaCompanies],
  ['of a first run', everyPageOfFirstRun],
  ['for errors', everyErrorPage],
] as const;

test.each(tours)(
  'every page %s is accessible, light and dark, and fits a telephone',
  {
    timeout: 180_000,
  },
  async (_pages, visit) => {
    await onEveryPage(visit, async (page) => {
      await expectAccessible(page);
      await page.emulateMedia({ colorScheme: 'dark' });
      await expectReadable(page);
      for (const width of [360, 320]) {
        await page.setViewportSize({ width, height: 640 });
        expect(await sideways(page), `at ${width} pixels`).toEqual([]);
      }
    });
  },
);

/** Visits every page of a tour to its end, and fails with what was found on all of them. */
async function onEveryPage(visit: (look: Look) => Promise<void>, check: (page: Page) => Promise<void>): Promise<void> {
  const faults: string[] = [];
  await visit(async (page, said) => {
    const asItWas = page.viewportSize();
    await check(page).catch((fault: Error) => faults.push(`“${said}”: ${fault.message}`));
    await page.emulateMedia({ colorScheme: 'light' });
    if (asItWas) await page.setViewportSize(asItWas);
  });
  expect(faults).toEqual([]);
}

/** The tables that do not fit, and the elements that reach beyond the window when the page as a whole is wider than it. */
async function sideways(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const tables = [...document.querySelectorAll('.table')].filter((table) => table.scrollWidth > table.clientWidth);
    if (tables.length > 0) return tables.map(({ outerHTML }) => `to be scrolled: ${outerHTML.slice(0, 120)}`);
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const beyond = [...document.body.querySelectorAll('*')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth,
    );
    return [`${scrollWidth} pixels wide`, ...beyond.slice(0, 5).map(({ outerHTML }) => outerHTML.slice(0, 120))];
  });
}
