const HOUR = 3_600_000;
/** In the portal's time zone: when hardly anybody is at work there. */
const AT_NIGHT = 3;

/** The beginning of the next hour at which the full sync runs. */
export function nextNight(now: number, timeZone: string): number {
  const hourOf = new Intl.DateTimeFormat('en-GB', { timeZone, hour: 'numeric', hourCycle: 'h23' });
  const nextHour = now - (now % HOUR) + HOUR;
  const hours = Array.from({ length: 25 }, (_none, hour) => nextHour + hour * HOUR);
  return hours.find((at) => Number(hourOf.format(at)) === AT_NIGHT) ?? nextHour + 24 * HOUR;
}
