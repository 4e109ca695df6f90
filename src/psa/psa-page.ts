import type { Context } from '../context.js';
import { readPage } from '../paging.js';
import { en as t } from '../text/en.js';
import type { FormView } from '../web/form.js';
import { blankValues, showAccountForm, showVendors, siteShown, valuesOf } from './account-page.js';
import { countAttention, listAttention } from './attention-list-store.js';
import { showAttention } from './attention-page.js';
import type { PsaKindName } from './connector.js';
import { PSA_KINDS } from './connectors.js';
import { readLinkCount } from './disconnect-store.js';
import { findHealth } from './health-store.js';
import { type FoundPsa, findPsa } from './settings-store.js';
import { listSyncs, type PsaSync } from './sync/sync-store.js';
import { faultWords, type showTest } from './test-page.js';
import { toldFields } from './typed-psa.js';
import { readUsage } from './usage.js';

/** What stands around the form. */
export interface PsaPage extends FormView {
  unsaved?: boolean;
  /** It was typed for the test and is not sent back, so saving needs it once more. */
  secretAgain?: boolean;
  test?: ReturnType<typeof showTest>;
  /** Of what needs attention. */
  pageNumber?: number;
}

/** Everything that the page shows. Nothing of a secret is in it. */
export async function readPsaPage(ctx: Context, { values, pageNumber = 1, ...page }: PsaPage): Promise<object> {
  const found = await findPsa(ctx.db, ctx.keys);
  const { secret: _never, ...shown } = values;
  const kind = PSA_KINDS.find((one) => one === values.kind) ?? found?.account.kind;
  const isSaved = found !== undefined && found.account.kind === kind;
  return {
    ...page,
    vendors: showVendors(kind),
    ...(kind && {
      form: showAccountForm(kind, isSaved && found.secret !== undefined),
      values: { ...(isSaved ? valuesOf(found.account) : blankValues(kind)), ...shown },
    }),
    ...(found && (await readConnection(ctx, found, pageNumber))),
  };
}

async function readConnection({ db, clock }: Context, found: FoundPsa, pageNumber: number): Promise<object> {
  const [now, { kind }] = [clock(), found.account];
  const attention = await readPage(
    pageNumber,
    async (slice) => ({ rows: await listAttention(db, slice) }),
    () => countAttention(db),
  );
  return {
    vendor: t.psa.vendors[kind],
    account: { site: siteShown(found.account.site), told: toldFields(found.account) },
    secretTrouble: secretTrouble(found),
    health: await readHealth(db, kind),
    links: await readLinkCount(db),
    usage: await showUsage(db, now, kind),
    syncs: (await listSyncs(db)).map((sync) => showSync(sync, now, kind)),
    attention: showAttention(attention, kind),
  };
}

/** Why nothing can be asked, in words; undefined when there is a secret. */
function secretTrouble({ account, secret, secretLost }: FoundPsa): string | undefined {
  if (secret !== undefined) return undefined;
  const { secretName } = t.psaVendors[account.kind];
  return secretLost ? t.psa.secretLost(secretName) : t.psa.secretMissing(secretName);
}

async function readHealth(db: Context['db'], kind: PsaKindName): Promise<object> {
  const health = await findHealth(db);
  const failing = health?.failing_since != null;
  return {
    state: failing ? 'failing' : health?.answered_at == null ? 'unknown' : 'answers',
    answeredAt: health?.answered_at,
    ...(failing && { since: health.failing_since, ...faultWords(health.fault ?? '', kind) }),
  };
}

async function showUsage(db: Context['db'], now: number, kind: PsaKindName): Promise<object> {
  const { windowMs, ...usage } = await readUsage(db, now, kind);
  return { ...usage, window: t.psa.status.minutes(Math.round(windowMs / 60_000)) };
}

function showSync(sync: PsaSync, now: number, vendor: PsaKindName): object {
  const { kind, next_at, lease_until, ended_at, fault, companies, contacts, unreadable } = sync;
  const running = lease_until !== null && lease_until > now;
  const read = t.psa.sync.read(companies, contacts);
  return {
    kind,
    running,
    endedAt: ended_at,
    read,
    ...(unreadable > 0 && { unreadable: t.psa.sync.unreadable(unreadable) }),
    nextAt: next_at > now ? next_at : 0,
    ...(fault && faultWords(fault, vendor)),
    shrunk: fault === 'shrunk',
  };
}
