/** A moment as pages and mails print it, in the portal's time zone. */
export interface Moment {
  iso: string;
  /** `14:32` */
  clock: string;
  /** `22 Nov 2026, 14:32` */
  full: string;
  /** `CET` */
  zone: string;
}

/** Makes the function that puts a time in milliseconds into words. */
export function momentsIn(timeZone: string, locale = 'en-GB'): (ms: number) => Moment {
  const clock = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit' });
  const full = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium', timeStyle: 'short' });
  const zone = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' });
  // Getters, because a page asks for one or two of them and each costs some microseconds.
  return (ms) => ({
    get iso() {
      return dateOf(ms).toISOString();
    },
    get clock() {
      return clock.format(ms);
    },
    get full() {
      return full.format(ms);
    },
    get zone() {
      return zone.formatToParts(ms).find((part) => part.type === 'timeZoneName')?.value ?? timeZone;
    },
  });
}

/** A time as the `Date` that libraries ask for. */
export function dateOf(ms: number): Date {
  return new Date(ms);
}
