import type { Readable } from 'node:stream';
import type { NodemailerError } from 'nodemailer';

/**
 * How handing a mail over ended.
 * `sent`: the server took it. `refused`: it never will (5xx on the recipient or the mail). `deferred`: not now (4xx, or
 * lost before any of the mail was sent). `unreachable`: it ended before the recipient was named. `unknown`: it was lost
 * after the mail had begun to flow; it may or may not have been taken.
 */
export type DeliveryKind = 'sent' | 'refused' | 'deferred' | 'unreachable' | 'unknown';

export interface Delivery {
  kind: DeliveryKind;
  /** What the server said, or what became of the connection; see `toReply`. */
  reply: string;
}

/**
 * Tells how far a failed hand-over had come. `content` is the stream of the mail: nodemailer makes it when the connection
 * is ready and signed in, and first reads it when the server has asked for the mail.
 */
export function judgeFailure(error: NodemailerError, content: Readable | undefined): Exclude<DeliveryKind, 'sent'> {
  if (content === undefined || error.command === 'MAIL FROM') return 'unreachable';
  if (error.responseCode !== undefined) return error.permanent ? 'refused' : 'deferred';
  return content.readableDidRead ? 'unknown' : 'deferred';
}
