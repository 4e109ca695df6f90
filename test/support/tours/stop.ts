import type { Page } from 'playwright-core';
import { see } from '../person.js';

/** What a test does at every page that a tour leads it to. `said` is a text that the page shows. */
export type Look = (page: Page, said: string) => Promise<void>;

/** A stop of a tour: waits until the page says this, then lets the test look. */
export function stopFor(look: Look): Look {
  return async (page, said) => {
    await see(page, said);
    await page.waitForLoadState();
    await look(page, said);
  };
}
