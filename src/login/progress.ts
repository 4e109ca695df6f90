import type { Request, Response } from 'express';
import { TRIES } from '../attempt/attempt.js';
import { type Attempt, findAttemptOfAsker, findAttemptOfProof } from '../attempt/attempt-store.js';
import type { Context } from '../context.js';
import { hashSecret } from '../secret.js';
import { clientOf } from '../web/client.js';
import { signedIn } from '../web/session.js';
import { attemptSecret, forgetAttempt, rememberedContact } from './attempt-cookie.js';
import type { Door } from './door.js';
import type { Redeemer } from './sign-in.js';

export type Over = 'no-attempt' | 'over' | 'too-many-tries';

/** Who redeems here: this browser, with what it holds and remembers. */
export function redeemerHere(ctx: Context, door: Door, req: Request, shared: boolean | undefined): Redeemer {
  const secret = attemptSecret(ctx, req, door.purpose);
  return { door, secret, client: clientOf(req), shared, answers: { contactId: rememberedContact(ctx, req) } };
}

/** The attempt that this browser asked for, in whatever state. */
export async function attemptHere(ctx: Context, door: Door, req: Request): Promise<Attempt | undefined> {
  const secret = attemptSecret(ctx, req, door.purpose);
  return secret === undefined ? undefined : findAttemptOfAsker(ctx.db, hashSecret(secret), door.purpose);
}

/** Where this browser stands when its attempt has been proven here: signed in, or before the next question. */
export async function wherePast(ctx: Context, door: Door, req: Request): Promise<string | undefined> {
  if (signedIn(req)) return door.home;
  const proof = attemptSecret(ctx, req, door.purpose);
  const proven = proof && (await findAttemptOfProof(ctx.db, hashSecret(proof), ctx.clock()));
  if (!proven || proven.purpose !== door.purpose) return undefined;
  return proven.state === 'proven' && door.purpose === 'contact' ? '/login/company' : door.home;
}

export function overPage(ctx: Context, door: Door, res: Response, kind: Over): void {
  if (kind !== 'no-attempt') forgetAttempt(ctx, res, door.purpose);
  res.status(403).render('login/over', { base: door.base, kind });
}

export function whyOver(attempt: Attempt | undefined): Over {
  if (!attempt) return 'no-attempt';
  return attempt.wrong_tokens >= TRIES ? 'too-many-tries' : 'over';
}
