import { z } from 'zod';
import { en as t } from '../text/en.js';
import { checkbox } from '../web/form.js';
import { type ContactCreation, RULE_SETS } from './settings.js';

export const ContactCreationForm = z
  .object({ rule_set: z.enum(RULE_SETS, t.contactCreation.choose), inactive_return: checkbox() })
  .transform((form): ContactCreation => ({ ruleSet: form.rule_set, inactiveReturn: form.inactive_return }));
