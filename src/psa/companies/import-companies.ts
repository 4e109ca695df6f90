import { createHash } from 'node:crypto';
import type { Actor } from '../../audit/actor.js';
import type { Db } from '../../db/schema.js';
import { type ImportPlan, planImport } from './import-plan.js';
import { countTypeLists, listImportable, listOurs } from './import-store.js';
import { type CompanyLinked, importCompany, type LinkDeps, linkCompany } from './link-company.js';

/** So many companies share a commit where commits are shared: sign-ins wait for a few of them, never for all. */
const BATCH = 8;
/** A browser and the proxies before us wait for an answer; what is left after this time is left to the next press. */
const APPLY_MS = 20_000;

export interface DryRun {
  plan: ImportPlan;
  /** Changes with what would be done. */
  fingerprint: string;
}

export type Imported =
  /** Something else would be done by now than what was shown; nothing was. */
  { kind: 'changed' } | { kind: 'imported'; added: number; linked: number; rest: number };

/** The types of company there with how many active companies have each, by name. */
export async function listTypes(db: Db): Promise<{ type: string; count: number }[]> {
  const counts = new Map<string, number>();
  for (const { types, count } of await countTypeLists(db)) {
    for (const type of readTypes(types)) counts.set(type, (counts.get(type) ?? 0) + count);
  }
  const listed = [...counts].map(([type, count]) => ({ type, count }));
  return listed.sort((one, other) => one.type.localeCompare(other.type));
}

/** What an import of this type of company, or of all, would do; changes nothing. */
export async function readDryRun(db: Db, type: string | undefined): Promise<DryRun> {
  const there = (await listImportable(db)).map(({ psa_id, name, name_sort, types, active, company_id }) => ({
    psaId: psa_id,
    name,
    nameSort: name_sort,
    types: readTypes(types),
    active: active === 1,
    linked: company_id !== null,
  }));
  const ours = (await listOurs(db)).map(({ id, name, name_sort, psa_id }) => ({
    id,
    name,
    nameSort: name_sort,
    linked: psa_id !== null,
  }));
  const plan = planImport(there, ours, type);
  return { plan, fingerprint: fingerprintOf(plan) };
}

/**
 * Does what the dry run with this fingerprint showed, company by company; `rest` is what there was no time for. What somebody
 * else does at the same moment is not done twice.
 */
export async function applyImport(
  deps: LinkDeps,
  { type, fingerprint }: { type: string | undefined; fingerprint: string },
  by: Actor,
): Promise<Imported> {
  const until = deps.clock() + APPLY_MS;
  const now = await readDryRun(deps.db, type);
  if (now.fingerprint !== fingerprint) return { kind: 'changed' };
  const { toLink, toAdd } = now.plan;
  const linked = await applySome(deps, until, toLink, ({ there, ours }) => linkCompany(deps, there.psaId, ours.id, by));
  const added = await applySome(deps, until, toAdd, ({ psaId }) => importCompany(deps, psaId, by));
  return { kind: 'imported', added: added.done, linked: linked.done, rest: linked.rest + added.rest };
}

async function applySome<T>({ clock }: LinkDeps, until: number, all: T[], apply: (one: T) => Promise<CompanyLinked>) {
  let done = 0;
  for (let at = 0; at < all.length; at += BATCH) {
    if (clock() > until) return { done, rest: all.length - at };
    const batch = await Promise.all(all.slice(at, at + BATCH).map(apply));
    done += batch.filter(({ kind }) => kind === 'linked').length;
  }
  return { done, rest: 0 };
}

function fingerprintOf({ toAdd, toLink }: ImportPlan): string {
  const added = toAdd.map(({ psaId, name }) => [psaId, name]);
  const linked = toLink.map(({ there, ours }) => [there.psaId, there.name, ours.id, ours.name]);
  return createHash('sha256')
    .update(JSON.stringify([added, linked]))
    .digest('base64url');
}

function readTypes(json: string): string[] {
  return JSON.parse(json) as string[];
}
