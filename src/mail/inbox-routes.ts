import { type Request, Router } from 'express';
import type { Context } from '../context.js';
import { notFound } from '../web/errors.js';
import { isInboxOpen } from '../web/inbox-guard.js';
import { idParam } from '../web/params.js';
import { findMail, listNewestMails } from './outbox-store.js';

const SHOWN = 30;
/** A mail's styles are inline; nothing else of it may act, and only the inbox may frame it. */
const MAIL_CSP =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/**
 * The inbox of the first run: shows the mails that no server sends, made anew from their rows. It stores nothing, and is
 * there only for somebody at this very machine while no mail server is set up.
 */
export function inboxRoutes(ctx: Context): Router {
  const router = Router();

  router.use('/dev/inbox', async (req, _res, next) => {
    next((await isInboxOpen(ctx, req)) ? undefined : notFound());
  });

  router.get('/dev/inbox', async (_req, res) => {
    res.set('Content-Security-Policy', framing(String(res.get('Content-Security-Policy'))));
    res.render('inbox/inbox', { mails: await listMails(), selected: undefined });
  });

  router.get('/dev/inbox/:id', async (req, res) => {
    const { row, mail } = await findSelected(req);
    const from = `${mail.from.name} <${mail.from.address}>`;
    res.set('Content-Security-Policy', framing(String(res.get('Content-Security-Policy'))));
    res.render('inbox/inbox', { mails: await listMails(), selected: { ...mail, to: row.recipient, from } });
  });

  router.get('/dev/inbox/:id/html', async (req, res) => {
    const { mail } = await findSelected(req);
    res.set({ 'Content-Security-Policy': MAIL_CSP, 'X-Frame-Options': 'SAMEORIGIN' }).type('html').send(mail.html);
  });

  async function listMails() {
    const rows = await listNewestMails(ctx.db, SHOWN);
    const shown = await Promise.all(
      rows.map(async (row) => {
        const mail = await ctx.compose(row);
        return mail && { id: row.id, to: row.recipient, subject: mail.subject, at: row.created_at };
      }),
    );
    return shown.filter((mail) => mail !== undefined);
  }

  async function findSelected(req: Request) {
    const row = await findMail(ctx.db, idParam(req));
    const mail = row && row.state !== 'nowhere' && row.reason === null ? await ctx.compose(row) : undefined;
    if (!row || !mail) throw notFound();
    return { row, mail };
  }
  return router;
}

function framing(policy: string): string {
  return `${policy};frame-src 'self'`;
}
