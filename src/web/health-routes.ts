import { Router } from 'express';
import type { Context } from '../context.js';
import { isMigrated } from '../db/migrate.js';

/** `/livez`: the process answers. `/readyz`: it can serve people; a dead mail server does not change that. */
export function healthRoutes(ctx: Context, isDraining: () => boolean): Router {
  const router = Router();

  router.get('/livez', (_req, res) => {
    res.type('text/plain').send('ok\n');
  });

  router.get('/readyz', async (_req, res) => {
    const ready = !isDraining() && (await databaseAnswers(ctx));
    res
      .status(ready ? 200 : 503)
      .type('text/plain')
      .send(ready ? 'ready\n' : 'not ready\n');
  });
  return router;
}

async function databaseAnswers(ctx: Context): Promise<boolean> {
  try {
    return await isMigrated(ctx.db);
  } catch (error) {
    ctx.log.warn({ error }, 'the database does not answer');
    return false;
  }
}
