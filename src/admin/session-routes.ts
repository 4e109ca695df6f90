import { Router } from 'express';
import { actedBy } from '../audit/actor.js';
import { record } from '../audit/audit-store.js';
import type { Context } from '../context.js';
import { transaction } from '../db/transaction.js';
import { deleteSessionsOfContacts } from '../sessions/session-store.js';
import { en as t } from '../text/en.js';
import { actorOf } from '../web/actor.js';
import { flash } from '../web/flash.js';
import { leaveSession, signedIn } from '../web/session.js';

/** Leaving the console, and making everybody leave the portal. */
export function adminSessionRoutes(ctx: Context): Router {
  const router = Router();

  router.post('/admin/logout', async (req, res) => {
    const address = signedIn(req)?.administrator_address ?? '';
    await record(ctx.db, ctx.clock(), { kind: 'signed-out', outcome: 'here', address, ...actedBy(actorOf(req)) });
    await leaveSession(req, res, ctx, 'administrator');
    res.redirect(303, '/admin/login');
  });

  router.get('/admin/sessions/end', (_req, res) => {
    const { question: heading, consequences, button } = t.mailToken.endSessions;
    const [action, back] = ['/admin/sessions/end', '/admin/mail-token'];
    res.render('console/confirm', { heading, consequences, button, action, back, danger: true });
  });

  router.post('/admin/sessions/end', async (req, res) => {
    const ended = await transaction(ctx.db, async (trx) => {
      const count = await deleteSessionsOfContacts(trx);
      const trace = `everybody; sessions: ${count}`;
      await record(trx, ctx.clock(), {
        kind: 'signed-out',
        outcome: 'by-administrator',
        ...actedBy(actorOf(req), trace),
      });
      return count;
    });
    flash(req, t.mailToken.endSessions.done(ended));
    res.redirect(303, '/admin/mail-token');
  });
  return router;
}
