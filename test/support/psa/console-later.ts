import { textOf } from '../form.js';
import { ADMINISTRATOR, type Portal } from '../portal.js';

/** System > PSA in words, for an administrator who signs in for that: a session of the console does not last for days. */
export async function psaPageLater(portal: Portal): Promise<string> {
  const mia = portal.visitor();
  const before = portal.sink.mailsTo(ADMINISTRATOR.address).length;
  await mia.post('/admin/login', { email: ADMINISTRATOR.address });
  const { code } = await portal.tokenMailed(ADMINISTRATOR.address, before + 1);
  await portal.ctx.outbox.idle();
  await mia.post('/admin/login/token', { token: code });
  return textOf(await mia.get('/admin/psa'));
}
