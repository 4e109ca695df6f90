import { Router } from 'express';
import { record } from '../audit/audit-store.js';
import type { Context } from '../context.js';
import { leaveSession, signedIn } from '../web/session.js';

/** Leaving the console. */
export function adminSessionRoutes(ctx: Context): Router {
  const router = Router();

  router.post('/admin/logout', async (req, res) => {
    const live = signedIn(req);
    if (live?.administrator_id) {
      const subject = { address: live.administrator_address ?? '', administratorId: live.administrator_id };
      await record(ctx.db, ctx.clock(), { kind: 'signed-out', outcome: 'here', ...subject });
      await leaveSession(req, res, ctx, 'administrator');
    }
    res.redirect(303, '/admin/login');
  });
  return router;
}
