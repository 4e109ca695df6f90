import { type Request, type Response, Router } from 'express';
import type { Context } from '../context.js';
import { en as t } from '../text/en.js';
import { unreachable } from '../unreachable.js';
import { actorOf } from '../web/actor.js';
import { notFound } from '../web/errors.js';
import { flash } from '../web/flash.js';
import { blankForm, type FormView, parseForm, withError } from '../web/form.js';
import { idParam } from '../web/params.js';
import { leaveSession } from '../web/session.js';
import { findAdministrator, listAdministrators } from './administrator-store.js';
import { inviteAdministrator, removeAdministrator } from './administrators.js';
import { InvitationForm } from './forms.js';

export function adminRoutes(ctx: Context): Router {
  const router = Router();

  router.get('/admin', (_req, res) => {
    res.redirect(303, '/admin/companies');
  });

  router.get('/admin/administrators', async (req, res) => {
    await showList(req, res, blankForm());
  });

  router.get('/admin/administrators/new', (_req, res) => {
    res.render('administrators/new', blankForm());
  });

  router.post('/admin/administrators', async (req, res) => {
    const form = parseForm(InvitationForm, req.body);
    if (!form.ok) return res.status(422).render('administrators/new', form);
    const invited = await inviteAdministrator(ctx, form.data, actorOf(req));
    switch (invited.kind) {
      case 'added':
        flash(req, t.administrators.invited(form.data.name));
        return res.redirect(303, '/admin/administrators');
      case 'address-taken':
        return res.status(422).render('administrators/new', withError(form, 'address', t.administrators.addressTaken));
      default:
        return unreachable(invited);
    }
  });

  router.get('/admin/administrators/:id/removal', async (req, res) => {
    const administrator = await findAdministrator(ctx.db, idParam(req));
    if (!administrator) throw notFound();
    if ((await listAdministrators(ctx.db)).length === 1) return refuseLast(req, res);
    res.render('console/confirm', confirmation(administrator, actorOf(req).administratorId));
  });

  router.post('/admin/administrators/:id/removal', async (req, res) => {
    const removed = await removeAdministrator(ctx, idParam(req), actorOf(req));
    switch (removed.kind) {
      case 'removed':
        return req.params.id === actorOf(req).administratorId
          ? leave(req, res)
          : back(req, res, t.administrators.removed(removed.name));
      case 'last-one':
        return refuseLast(req, res);
      case 'not-found':
        throw notFound();
      default:
        return unreachable(removed);
    }
  });

  async function showList(req: Request, res: Response, form: FormView): Promise<void> {
    const you = actorOf(req).administratorId;
    const administrators = (await listAdministrators(ctx.db)).map(({ id, name, address, last_signed_in_at }) => ({
      id,
      name,
      address,
      lastSignedInAt: last_signed_in_at ?? undefined,
      isYou: id === you,
    }));
    res.render('administrators/list', { administrators, ...form });
  }

  async function refuseLast(req: Request, res: Response): Promise<void> {
    await showList(req, res.status(422), withError(blankForm(), 'form', t.administrators.lastOne));
  }

  function back(req: Request, res: Response, message: string): void {
    flash(req, message);
    res.redirect(303, '/admin/administrators');
  }

  async function leave(req: Request, res: Response): Promise<void> {
    await leaveSession(req, res, ctx, 'administrator');
    res.redirect(303, '/admin/login');
  }
  return router;
}

function confirmation({ id, name }: { id: string; name: string }, you: string) {
  const { confirmRemove } = t.administrators;
  return {
    heading: id === you ? confirmRemove.headingYourself : confirmRemove.heading(name),
    consequences: id === you ? confirmRemove.consequencesYourself : confirmRemove.consequences,
    action: `/admin/administrators/${id}/removal`,
    button: confirmRemove.button,
    back: '/admin/administrators',
    danger: true,
  };
}
