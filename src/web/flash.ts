import type { Request } from 'express';

/** Leaves one message for the next page that this person sees. */
export function flash(req: Request, message: string): void {
  req.session.flash = message;
}

/** Takes the message out, so that it is shown once. */
export function takeFlash(req: Request): string | undefined {
  const message = req.session?.flash;
  if (message !== undefined) Reflect.deleteProperty(req.session, 'flash');
  return message;
}
