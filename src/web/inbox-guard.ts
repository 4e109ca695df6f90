import type { Request } from 'express';
import { type Config, isLoopbackHost, isLoopbackUrl } from '../config.js';
import type { Context } from '../context.js';

const FORWARDED = ['forwarded', 'via', 'x-real-ip', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto'];

/** Whether the built-in inbox exists for this request: a first run, watched by somebody at this machine. */
export async function isInboxOpen(ctx: Context, req: Request): Promise<boolean> {
  return isAtThisMachine(ctx.config, req) && !(await ctx.findMailServer());
}

/** A local portal that is no production, asked by a peer on this machine with no proxy in between. */
export function isAtThisMachine(config: Config, req: Request): boolean {
  const peer = (req.socket.remoteAddress ?? '').replace(/^::ffff:/i, '').replace(/^::1$/, '[::1]');
  if (config.production || !isLoopbackUrl(config.publicUrl) || !isLoopbackHost(peer)) return false;
  return FORWARDED.every((name) => req.headers[name] === undefined);
}
