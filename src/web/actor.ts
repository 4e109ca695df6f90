import type { Request } from 'express';
import type { Actor } from '../audit/actor.js';
import { clientOf } from './client.js';
import { signedIn } from './session.js';

/** The administrator behind a request, for the audit event. For routers that a guard has let nobody else into. */
export function actorOf(req: Request): Required<Actor> & { administratorId: string } {
  const live = signedIn(req);
  if (!live?.administrator_id) throw new Error('Nobody is signed in to the console');
  return {
    administratorId: live.administrator_id,
    name: live.administrator_name ?? '',
    clientAddress: clientOf(req).address,
  };
}
