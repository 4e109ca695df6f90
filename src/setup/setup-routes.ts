import { Router } from 'express';
import type { Context } from '../context.js';
import { en as t } from '../text/en.js';
import { clientOf } from '../web/client.js';
import { notFound } from '../web/errors.js';
import { flash } from '../web/flash.js';
import { blankForm, parseForm } from '../web/form.js';
import { queryText } from '../web/page-frame.js';
import { enterSession } from '../web/session.js';
import { SetUpForm } from './forms.js';
import { checkSetupKey, setUp } from './setup.js';

/** The first run: the link that the start prints. Gone as soon as there is an administrator. */
export function setupRoutes(ctx: Context): Router {
  const router = Router();

  router.get('/setup', async (req, res) => {
    const key = queryText(req, 'key') ?? '';
    if ((await checkSetupKey(ctx.db, ctx.keys, key)) !== 'good') throw notFound();
    res.set('Referrer-Policy', 'no-referrer');
    res.render('setup/setup', blankForm({ key, enabled: true }));
  });

  router.post('/setup', async (req, res) => {
    const form = parseForm(SetUpForm, req.body);
    const key = String(form.values.key ?? '');
    if ((await checkSetupKey(ctx.db, ctx.keys, key)) !== 'good') throw notFound();
    if (!form.ok) return res.status(422).render('setup/setup', form);

    const done = await setUp(ctx, key, form.data, clientOf(req));
    if (done.kind !== 'done') throw notFound();
    await enterSession(ctx, req, done.session);
    flash(req, t.setup.done(form.data.portalName));
    res.redirect(303, '/admin/companies');
  });
  return router;
}
