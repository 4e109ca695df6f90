import { connectPsa } from '../../../src/psa/change-psa.js';
import { linkCompany } from '../../../src/psa/companies/link-company.js';
import { requestSync } from '../../../src/psa/sync/sync-store.js';
import { ADMINISTRATOR, type Portal, type PortalOptions, startPortal } from '../portal.js';
import { connectWise } from './connectwise/connectwise.js';
import { accountOf } from './connectwise/fake-psa.js';
import type { ConnectWiseOptions, FakeConnectWise } from './connectwise/server.js';
import type { FakeRequest } from './fake-server.js';

/** A portal beside a ConnectWise, connected and synced, with Acme linked to its company there. */
export interface PsaWorld {
  portal: Portal;
  fake: FakeConnectWise;
  /** Acme's ids: here, and there. */
  acme: { id: string; there: number };
  /** A company there, and ours linked to it. */
  linked(name: string, domains?: string[]): Promise<{ id: string; there: number }>;
  /** Has everything that changed there come over. */
  sync(kind?: 'changes' | 'full'): Promise<void>;
  /** What waits, or waited, to be created there. */
  creations(): Promise<{ state: string; reason: string | null; detail: string | null; tries: number }[]>;
}

export const BY = { administratorId: 'first', name: ADMINISTRATOR.name };

interface BesidePsaOptions extends PortalOptions {
  connectWise?: Partial<ConnectWiseOptions>;
  /** Whom else it may ask. */
  allowed?: string[];
}

/** A portal that may ask the PSA beside it, and is not connected yet; both have one clock. */
export async function startBesidePsa(options: BesidePsaOptions = {}): Promise<Pick<PsaWorld, 'portal' | 'fake'>> {
  let clock = Date.now;
  const fake = await connectWise({ clock: () => clock(), ...options.connectWise });
  const PSA_ALLOWED_HOSTS = [fake.url, ...(options.allowed ?? [])].join(',');
  const portal = await startPortal({ atNoon: true, ...options, env: { PSA_ALLOWED_HOSTS, ...options.env } });
  clock = () => portal.ctx.clock();
  return { portal, fake };
}

export async function startPsaWorld(options: BesidePsaOptions = {}): Promise<PsaWorld> {
  const { portal, fake } = await startBesidePsa(options);
  await connect(portal, fake);
  const sync = syncIn(portal);
  const linked: PsaWorld['linked'] = async (name, domains = []) => {
    const there = fake.company({ name }).id;
    const id = await portal.given.company({ name, domains });
    await sync();
    await linkCompany(portal.ctx, String(there), id, BY);
    return { id, there };
  };
  return {
    portal,
    fake,
    acme: await linked('Acme Ltd', ['acme.example']),
    linked,
    sync,
    creations: creationsIn(portal),
  };
}

export function syncIn({ ctx }: Portal): PsaWorld['sync'] {
  return async (kind = 'changes') => {
    await ctx.psa.idle();
    await requestSync(ctx.db, ctx.clock());
    await ctx.db.updateTable('psa_syncs').set({ next_at: ctx.clock() }).where('kind', '=', kind).execute();
    await ctx.psa.idle();
  };
}

export function creationsIn({ ctx }: Portal): PsaWorld['creations'] {
  return () => ctx.db.selectFrom('psa_creations').selectAll().orderBy('contact_id').execute();
}

/** Connects the portal with the fake, as System > PSA does. */
export async function connect({ ctx, secrets }: Portal, fake: FakeConnectWise): Promise<void> {
  secrets.push(fake.account.privateKey);
  await connectPsa(ctx, accountOf(fake), BY);
  await ctx.psa.idle();
}

/** Whether that asks for what stands behind the first page of a list. */
export function isLaterPage({ query }: FakeRequest): boolean {
  return /id > [1-9]/.test(query.get('conditions') ?? '');
}
