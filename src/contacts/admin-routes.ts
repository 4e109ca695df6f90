import { type Request, Router } from 'express';
import { type Company, findCompany } from '../companies/company-store.js';
import type { Context } from '../context.js';
import { en as t } from '../text/en.js';
import { unreachable } from '../unreachable.js';
import { actorOf } from '../web/actor.js';
import { notFound } from '../web/errors.js';
import { flash } from '../web/flash.js';
import { blankForm, parseForm, withError } from '../web/form.js';
import { idParam } from '../web/params.js';
import { addContact, endContactSessions, setContactActive } from './contact.js';
import { type Contact, findContact } from './contact-store.js';
import { ContactForm } from './forms.js';

/** A company's contacts, one by one. `readVendor` says what the PSA is called. */
export function contactAdminRoutes(ctx: Context, readVendor: (ctx: Context) => Promise<string | undefined>): Router {
  const router = Router();
  const { confirm } = t.companies;

  router.get('/admin/companies/:id/contacts/new', async (req, res) => {
    res.render('contacts/new', { company: await companyOf(req), ...blankForm() });
  });

  router.post('/admin/companies/:id/contacts', async (req, res) => {
    const company = await companyOf(req);
    const form = parseForm(ContactForm, req.body);
    if (!form.ok) return res.status(422).render('contacts/new', { company, ...form });
    const { first_name: firstName, last_name: lastName, address } = form.data;
    const added = await addContact(ctx, { companyId: company.id, firstName, lastName, address }, actorOf(req));
    switch (added.kind) {
      case 'added':
        flash(req, t.companies.contactAdded(`${firstName} ${lastName}`));
        return res.redirect(303, `/admin/companies/${company.id}`);
      case 'address-taken':
        return res
          .status(422)
          .render('contacts/new', { company, ...withError(form, 'address', t.companies.addressTaken) });
      default:
        return unreachable(added);
    }
  });

  router.get('/admin/companies/:id/contacts/:contact/deactivation', async (req, res) => {
    res.render('console/confirm', confirmation(await contactOf(req), 'deactivation', confirm.deactivate, true));
  });

  router.post('/admin/companies/:id/contacts/:contact/deactivation', async (req, res) => {
    const contact = await contactOf(req);
    await setContactActive(ctx, contact, false, actorOf(req));
    flash(req, t.companies.contactDeactivated(nameOf(contact)));
    res.redirect(303, `/admin/companies/${contact.company_id}`);
  });

  router.get('/admin/companies/:id/contacts/:contact/activation', async (req, res) => {
    const contact = await contactOf(req);
    const reason = await refusalOf(contact);
    const stillOut = { ...confirm.activate, consequences: [t.psaCompanies.contactKeptOut(reason ?? '')] };
    res.render('console/confirm', confirmation(contact, 'activation', reason ? stillOut : confirm.activate, false));
  });

  router.post('/admin/companies/:id/contacts/:contact/activation', async (req, res) => {
    const contact = await contactOf(req);
    await setContactActive(ctx, contact, true, actorOf(req));
    const [name, reason] = [nameOf(contact), await refusalOf(contact)];
    flash(req, reason ? t.psaCompanies.contactStillOut(name, reason) : t.companies.contactActivated(name));
    res.redirect(303, `/admin/companies/${contact.company_id}`);
  });

  router.get('/admin/companies/:id/contacts/:contact/sessions/end', async (req, res) => {
    res.render('console/confirm', confirmation(await contactOf(req), 'sessions/end', confirm.endSessions, true));
  });

  router.post('/admin/companies/:id/contacts/:contact/sessions/end', async (req, res) => {
    const contact = await contactOf(req);
    flash(req, t.companies.sessionsEnded(await endContactSessions(ctx, contact, actorOf(req))));
    res.redirect(303, `/admin/companies/${contact.company_id}`);
  });

  async function companyOf(req: Request): Promise<Company> {
    const company = await findCompany(ctx.db, idParam(req));
    if (!company) throw notFound();
    return company;
  }

  /** Why the PSA keeps a contact out, in words; undefined when it does not. */
  async function refusalOf({ psa_refusal: refusal }: Contact): Promise<string | undefined> {
    return refusal === null ? undefined : t.psaCompanies.keptOut[refusal]((await readVendor(ctx)) ?? t.psa.title);
  }

  async function contactOf(req: Request): Promise<Contact> {
    const contact = await findContact(ctx.db, idParam(req, 'contact'));
    if (!contact || contact.company_id !== req.params.id) throw notFound();
    return contact;
  }
  return router;
}

interface Confirmed {
  heading: (name: string) => string;
  consequences: string[];
  button: string;
}

function confirmation(contact: Contact, act: string, { heading, consequences, button }: Confirmed, danger: boolean) {
  const company = `/admin/companies/${contact.company_id}`;
  const action = `${company}/contacts/${contact.id}/${act}`;
  return { heading: heading(nameOf(contact)), consequences, button, action, back: company, danger };
}

function nameOf({ first_name, last_name }: Contact): string {
  return `${first_name} ${last_name}`;
}
