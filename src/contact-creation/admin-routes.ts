import { type Response, Router } from 'express';
import type { Context } from '../context.js';
import { en as t } from '../text/en.js';
import { actorOf } from '../web/actor.js';
import { flash } from '../web/flash.js';
import { blankForm, type FormView, parseForm } from '../web/form.js';
import { changeContactCreation } from './change-settings.js';
import { type Example, examplesUnder } from './examples.js';
import { ContactCreationForm } from './forms.js';
import { RULE_SETS } from './settings.js';
import { readContactCreation } from './settings-store.js';

/** System > Contact creation. */
export function contactCreationRoutes(ctx: Context): Router {
  const router = Router();

  router.get('/admin/contact-creation', async (_req, res) => {
    const { ruleSet, inactiveReturn } = await readContactCreation(ctx.db);
    show(res, blankForm({ rule_set: ruleSet, inactive_return: inactiveReturn }));
  });

  router.post('/admin/contact-creation', async (req, res) => {
    const form = parseForm(ContactCreationForm, req.body);
    if (!form.ok) return show(res.status(422), form);
    await changeContactCreation(ctx, form.data, actorOf(req));
    flash(req, t.contactCreation.saved);
    res.redirect(303, '/admin/contact-creation');
  });
  return router;
}

/** Draws what every rule set would do: the page shows the one that is chosen, saved or not. */
function show(res: Response, { values, errors }: FormView): void {
  const tables = RULE_SETS.map((ruleSet) => ({ ruleSet, rows: examplesUnder(ruleSet).map(rowOf) }));
  res.render('contact-creation/settings', { values, errors, tables });
}

function rowOf({ address, account, decision }: Example): object {
  const { outcomes } = t.contactCreation;
  switch (decision.kind) {
    case 'at':
      return { address, account, goesOn: true, outcome: outcomes.at(decision.company.name) };
    case 'unmatched':
      return { address, account, goesOn: false, outcome: outcomes.unmatched };
    default:
      return { address, account, goesOn: false, outcome: outcomes.refused };
  }
}
