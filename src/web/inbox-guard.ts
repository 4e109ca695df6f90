import type { Request } from 'express';
import { isLoopbackHost, isLoopbackUrl } from '../config.js';
import type { Context } from '../context.js';

const FORWARDED = ['forwarded', 'via', 'x-real-ip', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto'];

/** Whether the built-in inbox exists for this request: a first run, watched by somebody at this machine and no proxy between. */
export async function isInboxOpen(ctx: Context, req: Request): Promise<boolean> {
  const { config } = ctx;
  const peer = (req.socket.remoteAddress ?? '').replace(/^::ffff:/i, '').replace(/^::1$/, '[::1]');
  if (config.production || !isLoopbackUrl(config.publicUrl) || !isLoopbackHost(peer)) return false;
  if (FORWARDED.some((name) => req.headers[name] !== undefined)) return false;
  return !(await ctx.findMailServer());
}
