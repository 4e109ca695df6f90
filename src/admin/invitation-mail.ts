import { domainOf } from '../address/login-email.js';
import type { Config } from '../config.js';
import type { Db } from '../db/schema.js';
import type { ComposedMail } from '../mail/message.js';
import type { OutboxRow } from '../mail/outbox-store.js';
import { senderNameOf } from '../mail-token/settings.js';
import { readMailTokenSettings } from '../mail-token/settings-store.js';
import { en as t } from '../text/en.js';
import { renderView } from '../web/views.js';
import { findAdministrator, findAdministratorByAddress } from './administrator-store.js';

/** Writes the mail to a new administrator. Undefined when either of the two is no administrator any more. */
export async function composeInvitation(
  { db, config }: { db: Db; config: Config },
  row: OutboxRow,
): Promise<ComposedMail | undefined> {
  const invited = await findAdministratorByAddress(db, row.recipient);
  const inviter = await findAdministrator(db, row.administrator_id ?? '');
  if (!invited || !inviter) return undefined;
  const settings = await readMailTokenSettings(db);
  const { portalName, senderAddress } = settings;
  const link = `${config.publicUrl}/admin`;
  const page = { t, portalName, name: invited.name, inviterName: inviter.name, link };
  return {
    subject: t.mail.invitation.subject(portalName),
    text: renderView('administrators/invitation-mail.text.ejs', page),
    html: renderView('administrators/invitation-mail.html.ejs', page),
    from: { name: senderNameOf(settings), address: senderAddress },
    messageId: `<${row.id}@${domainOf(senderAddress)}>`,
    headers: {},
  };
}
