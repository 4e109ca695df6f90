import { isIP } from 'node:net';
import { z } from 'zod';
import { en as t } from '../text/en.js';
import { lineField } from '../web/line-field.js';
import type { MailServer } from './mail-server.js';

const LONGEST_USER = 254;
const LONGEST_PASSWORD = 1_000;
const HOST = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_][a-z0-9_-]{0,62})*$/;
const { errors } = t.mailServer;

export const MailServerForm = z
  .object({
    host: z
      .string()
      .default('')
      .transform((host) => host.trim().toLowerCase())
      .refine((host) => isIP(host) !== 0 || HOST.test(host), errors.host),
    port: z
      .string()
      .default('')
      .transform((port) => (/^\s*\d{1,5}\s*$/.test(port) ? Number(port) : 0))
      .refine((port) => port >= 1 && port <= 65_535, errors.port),
    tls: z.enum(['tls', 'starttls', 'none'], errors.tls),
    user: lineField(LONGEST_USER, { tooLong: errors.user, notAllowed: errors.user }),
    password: z
      .string()
      .default('')
      .refine((password) => password.length <= LONGEST_PASSWORD && !/\p{Cc}/u.test(password), errors.password),
  })
  .refine(({ user, password }) => user !== '' || password === '', {
    path: ['user'],
    message: errors.passwordWithoutUser,
  })
  .transform(
    ({ user, password, ...server }): MailServer => ({
      ...server,
      ...(user && { user }),
      ...(password && { password }),
    }),
  );
