import { type Request, Router } from 'express';
import { record } from '../audit/audit-store.js';
import { isActive, listContactsByAddress } from '../contacts/contact-store.js';
import type { Context } from '../context.js';
import { deleteSessionOfContact, deleteSessionsOf, listSessionsOfContact } from '../sessions/session-store.js';
import { en as t } from '../text/en.js';
import { notFound } from '../web/errors.js';
import { flash } from '../web/flash.js';
import { handleParam } from '../web/params.js';
import { leaveSession, requireSignedIn, signedIn } from '../web/session.js';
import { browserName } from '../web/user-agent.js';

/** What a signed-in person sees: who they are here, and where else they are signed in. */
export function homeRoutes(ctx: Context): Router {
  const router = Router();
  const signedInOnly = requireSignedIn('contact', '/login');

  router.get('/', signedInOnly, async (req, res) => {
    const me = contactOf(req);
    const sessions = await listSessionsOfContact(ctx.db, me.contactId, ctx.clock());
    const contacts = await listContactsByAddress(ctx.db, me.address);
    res.render('home/home', {
      person: me,
      anotherCompany: me.addressProven && contacts.filter(isActive).length > 1,
      sessions: sessions.map((session) => ({
        id: session.handle,
        current: session.handle === me.session,
        browser: browserName(session.user_agent),
        clientAddress: session.client_address,
        createdAt: session.created_at,
        seenAt: session.seen_at,
      })),
    });
  });

  router.post('/logout', async (req, res) => {
    if (signedIn(req)) {
      await recordSignOut(req, 'here');
      await leaveSession(req, res, ctx, 'contact');
    }
    res.redirect(303, '/login');
  });

  router.post('/sessions/end', signedInOnly, async (req, res) => {
    await deleteSessionsOf(ctx.db, { contactId: contactOf(req).contactId });
    await recordSignOut(req, 'everywhere');
    await leaveSession(req, res, ctx, 'contact');
    res.redirect(303, '/login');
  });

  router.post('/sessions/:id/end', signedInOnly, async (req, res) => {
    const { contactId, session } = contactOf(req);
    const handle = handleParam(req);
    if (!(await deleteSessionOfContact(ctx.db, contactId, handle))) throw notFound();
    await recordSignOut(req, 'here');
    if (handle !== session) {
      flash(req, t.home.deviceSignedOut);
      return res.redirect(303, '/');
    }
    await leaveSession(req, res, ctx, 'contact');
    res.redirect(303, '/login');
  });

  async function recordSignOut(req: Request, outcome: 'here' | 'everywhere'): Promise<void> {
    const { address, contactId, companyId } = contactOf(req);
    await record(ctx.db, ctx.clock(), { kind: 'signed-out', outcome, address, contactId, companyId });
  }
  return router;
}

function contactOf(req: Request) {
  const live = signedIn(req);
  if (!live?.contact_id || !live.company_id) throw new Error('Only a signed-in contact gets here');
  return {
    session: live.handle,
    contactId: live.contact_id,
    companyId: live.company_id,
    name: `${live.first_name} ${live.last_name}`.trim(),
    address: live.address ?? '',
    addressProven: live.address_proven === 1,
    companyName: live.company_name ?? '',
  };
}
