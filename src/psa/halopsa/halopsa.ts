import type { PsaKind } from '../connector.js';

export const haloPsa: PsaKind = {
  name: 'halopsa',
  account: { fields: {}, secret: /./, dataOf: ({ site }) => site },
  limits: { parallel: 2, requests: 100, windowMs: 60_000 },
  connect: () => {
    throw new Error('not yet');
  },
};
