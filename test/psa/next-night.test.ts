import { expect, test } from 'vitest';
import { nextNight } from '../../src/psa/sync/next-night.js';

test.each([
  ['2026-11-22T12:34:56Z', 'UTC', '2026-11-23T03:00:00Z'],
  ['2026-11-22T02:59:59Z', 'UTC', '2026-11-22T03:00:00Z'],
  ['2026-11-22T03:00:00Z', 'UTC', '2026-11-23T03:00:00Z'],
  ['2026-11-22T12:00:00Z', 'Europe/Berlin', '2026-11-23T02:00:00Z'],
  ['2026-11-22T12:00:00Z', 'America/Los_Angeles', '2026-11-23T11:00:00Z'],
  ['2026-11-22T12:00:00Z', 'Asia/Kolkata', '2026-11-22T22:00:00Z'],
  // The night of the change to summer time has 23 hours, and the one back 25.
  ['2026-03-28T12:00:00Z', 'Europe/Berlin', '2026-03-29T01:00:00Z'],
  ['2026-10-24T12:00:00Z', 'Europe/Berlin', '2026-10-25T02:00:00Z'],
])('from %s in %s the next night is %s', (now, timeZone, night) => {
  expect(new Date(nextNight(Date.parse(now), timeZone)).toISOString()).toBe(night.replace('Z', '.000Z'));
});
