import { type Request, type Response, Router } from 'express';
import type { Context } from '../context.js';
import { en as t } from '../text/en.js';
import { actorOf } from '../web/actor.js';
import { badRequest } from '../web/errors.js';
import { flash } from '../web/flash.js';
import { parseForm } from '../web/form.js';
import { idParam } from '../web/params.js';
import { approveCreation, dismissCreation, dismissWaiting, type Left, removeNote, retryCreation } from './attention.js';
import { NoteForm } from './forms.js';

/** What is done about the things under System > PSA that need attention. */
export function psaAttentionRoutes(ctx: Context): Router {
  const router = Router();
  const { answers } = t.psa.attention;

  router.post('/admin/psa/creations/:contact/tries', async (req, res) => {
    answer(req, res, (await retryCreation(ctx, idParam(req, 'contact'), actorOf(req))) && answers.retried);
  });

  router.post('/admin/psa/creations/:contact/approval', async (req, res) => {
    answer(req, res, (await approveCreation(ctx, idParam(req, 'contact'), actorOf(req))) && answers.approved);
  });

  router.post('/admin/psa/creations/:contact/dismissal', async (req, res) => {
    answerLeft(req, res, await dismissCreation(ctx, idParam(req, 'contact'), actorOf(req)), answers.dismissed);
  });

  router.post('/admin/psa/waiting/:company/dismissal', async (req, res) => {
    answerLeft(req, res, await dismissWaiting(ctx, idParam(req, 'company'), actorOf(req)), answers.dismissedAll);
  });

  router.post('/admin/psa/notes/removals', async (req, res) => {
    const form = parseForm(NoteForm, req.body);
    if (!form.ok) throw badRequest();
    answer(req, res, (await removeNote(ctx, form.data, actorOf(req))) && answers.done);
  });

  function answerLeft(req: Request, res: Response, left: Left, done: string): void {
    answer(
      req,
      res,
      left !== 'gone' && { left: done, 'perhaps-created': answers.perhapsCreated, 'kept-out': answers.keptOut }[left],
    );
  }

  /** Says what was done, or that there was nothing to do any more. */
  function answer(req: Request, res: Response, done: string | false): void {
    flash(req, done || answers.gone);
    res.redirect(303, '/admin/psa');
  }
  return router;
}
