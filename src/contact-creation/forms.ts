import { z } from 'zod';
import { en as t } from '../text/en.js';
import { RULE_SETS } from './settings.js';

export const ContactCreationForm = z.object({ rule_set: z.enum(RULE_SETS, t.contactCreation.choose) });
