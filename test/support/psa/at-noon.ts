import { type PsaWorld, startPsaWorld } from './psa-world.js';

const MINUTE = 60_000;
const TIME_ZONE = 'Europe/Berlin';

/** About noon, as every test begins, just after a sync: nothing is due, and the full sync is far away. */
export async function startAtNoon(): Promise<PsaWorld & { noon: number }> {
  const world = await startPsaWorld();
  const { portal, fake } = world;
  portal.passMinutes(15);
  const noon = portal.ctx.clock();
  await portal.ctx.psa.idle();
  fake.requests.length = 0;
  return { ...world, noon };
}

export function minutesTo(hour: number, now: number): number {
  const wanted = `${String(hour).padStart(2, '0')}:00`;
  return Array.from({ length: 26 * 60 }, (_none, at) => at + 1).find((at) => timeOf(now + at * MINUTE) === wanted) ?? 0;
}

export function timeOf(now: number): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: TIME_ZONE, timeStyle: 'short' }).format(now);
}

export async function ours({ ctx }: PsaWorld['portal']): Promise<string[]> {
  const rows = await ctx.db.selectFrom('contacts').select('address').orderBy('id').execute();
  return rows.map(({ address }) => address);
}

export async function refused({ ctx }: PsaWorld['portal']): Promise<string[]> {
  const rows = ctx.db.selectFrom('contacts').select('address').where('psa_refusal', 'is not', null);
  return (await rows.execute()).map(({ address }) => address);
}

export async function namesOf({ ctx }: PsaWorld['portal'], which: 'first_name' | 'last_name' = 'first_name') {
  const rows = await ctx.db.selectFrom('contacts').select(which).orderBy('id').execute();
  return rows.map((row) => (row as Record<string, string>)[which]);
}
