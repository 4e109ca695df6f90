import { sql } from 'kysely';
import type { PsaNoteTable } from '../db/psa-tables.js';
import type { Db, Flag } from '../db/schema.js';
import type { Slice } from '../paging.js';
import { NEEDS_ATTENTION } from './attention-store.js';

/** What an administrator should look at. `waiting`: contacts that are created once their company is linked. */
export interface Attention {
  kind: 'creation' | 'waiting' | PsaNoteTable['kind'];
  at: number;
  company_id: string;
  company_name: string;
  /** Of a creation; empty otherwise. */
  reason: string;
  contact_id: string;
  first_name: string;
  last_name: string;
  /** The contact's address; of a note what it is about. */
  subject: string;
  detail: string;
  /** 1: a creation of somebody who is there, and is to be made active. */
  reactivates: Flag;
  /** How many contacts wait. */
  contacts: number;
}

/** Written out, not as a parameter: only so do both engines use the partial index. */
const IS_OPEN = sql<boolean>`state <> 'done'`;
/** So many are counted; of more there is no need to know. */
const MOST = 10_000;

/** Creations and notes, the newest first. Reads contacts and companies across rooms on purpose: one list, one order. */
export async function listAttention(db: Db, { limit, offset }: Slice): Promise<Attention[]> {
  return selectAttention(db)
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('company_id')
    .orderBy('kind')
    .orderBy('contact_id')
    .orderBy('subject')
    .limit(limit)
    .offset(offset)
    .execute();
}

export async function countAttention(db: Db): Promise<number> {
  const some = selectAttention(db).select('at').limit(MOST).as('some');
  const counted = db.selectFrom(some).select((eb) => eb.fn.countAll<number>().as('count'));
  return (await counted.executeTakeFirstOrThrow()).count;
}

function selectAttention(db: Db) {
  return db.selectFrom(creations(db).unionAll(waiting(db)).unionAll(notes(db)).as('attention'));
}

function creations(db: Db) {
  return db
    .selectFrom('psa_creations as p')
    .innerJoin('contacts as c', 'c.id', 'p.contact_id')
    .innerJoin('companies as o', 'o.id', 'c.company_id')
    .leftJoin('psa_contacts as t', (join) => join.onRef('t.contact_id', '=', 'c.id').on('t.refusal', '=', 'inactive'))
    .select([
      sql<Attention['kind']>`'creation'`.as('kind'),
      'p.created_at as at',
      'c.company_id',
      'o.name as company_name',
    ])
    .select([sql<string>`coalesce(p.reason, '')`.as('reason'), 'c.id as contact_id', 'c.first_name', 'c.last_name'])
    .select(['c.address as subject', sql<string>`coalesce(p.detail, '')`.as('detail')])
    .select(sql<Flag>`case when t.psa_id is null then 0 else p.reactivates end`.as('reactivates'))
    .select(sql<number>`1`.as('contacts'))
    .where(IS_OPEN)
    .where(NEEDS_ATTENTION);
}

function waiting(db: Db) {
  const nothing = sql<string>`''`;
  return db
    .selectFrom('psa_creations as p')
    .innerJoin('contacts as c', 'c.id', 'p.contact_id')
    .innerJoin('companies as o', 'o.id', 'c.company_id')
    .select([sql<Attention['kind']>`'waiting'`.as('kind'), sql<number>`max(p.created_at)`.as('at')])
    .select(['c.company_id', 'o.name as company_name', nothing.as('reason'), nothing.as('contact_id')])
    .select([nothing.as('first_name'), nothing.as('last_name'), nothing.as('subject'), nothing.as('detail')])
    .select(sql<Flag>`0`.as('reactivates'))
    .select((eb) => eb.fn.countAll<number>().as('contacts'))
    .where(IS_OPEN)
    .where('p.state', '=', 'waiting')
    .where('p.reason', '=', 'company-not-linked')
    .groupBy(['c.company_id', 'o.name']);
}

function notes(db: Db) {
  const nothing = sql<string>`''`;
  return db
    .selectFrom('psa_notes as n')
    .innerJoin('companies as o', 'o.id', 'n.company_id')
    .select((eb) => eb.ref('n.kind').$castTo<Attention['kind']>().as('kind'))
    .select(['n.created_at as at', 'n.company_id', 'o.name as company_name', nothing.as('reason')])
    .select([nothing.as('contact_id'), nothing.as('first_name'), nothing.as('last_name')])
    .select(['n.subject', 'n.detail', sql<Flag>`0`.as('reactivates'), sql<number>`0`.as('contacts')])
    .where('n.done_at', 'is', null);
}
