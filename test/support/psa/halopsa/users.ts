import { z } from 'zod';
import type { FakeAnswer, FakeRequest } from '../fake-server.js';
import type { Books, NewContact } from './books.js';
import { modelState, NO_JSON } from './errors.js';
import type { FakeUser } from './records.js';

/** What it knows of a user. Anything else is refused, so that a misspelt field is noticed. */
const Sent = z.strictObject({
  id: z.int().optional(),
  firstname: z.string().optional(),
  surname: z.string().optional(),
  name: z.string().optional(),
  emailaddress: z.string().optional(),
  site_id: z.number().optional(),
  inactive: z.boolean().optional(),
  /** Whoever does not say it has a mail sent. */
  sendwelcomeemail: z.boolean().default(true),
});
type Sent = z.output<typeof Sent>;

/** `POST /api/Users`: an array, whose one element is created, or changed when it has an id. */
export function postUsers(books: Books, { body, headers }: FakeRequest): FakeAnswer {
  if (!/^application\/json\b/.test(headers['content-type'] ?? '')) return NO_JSON;
  if (!Array.isArray(body)) return modelState({ $: ['A JSON array was expected.'] });
  const parsed = z.tuple([Sent]).safeParse(body);
  if (!parsed.success) return modelState({ '[0]': [parsed.error.issues[0]?.message ?? ''] });
  const [sent] = parsed.data;
  return sent.id === undefined ? create(books, sent) : change(books, sent.id, sent);
}

function create(books: Books, sent: Sent): FakeAnswer {
  const { site_id = '', sendwelcomeemail, emailaddress = '' } = sent;
  const site = books.sites.get(Number(site_id));
  if (!site) return modelState({ '[0].site_id': [`The value '${site_id}' is not valid.`] });
  if (!sent.name?.trim()) return modelState({ '[0].name': ['The name field is required.'] });
  if (sendwelcomeemail) books.welcomed.push(emailaddress);
  return answer(books, books.putUser(books.newId(), changed(sent), site.id), 201);
}

function change(books: Books, id: number, sent: Sent): FakeAnswer {
  if (!books.users.has(id)) return modelState({ '[0].id': [`There is no user ${id}.`] });
  return answer(books, books.putUser(id, changed(sent)), 200);
}

function changed({ firstname, surname, emailaddress, inactive }: Sent): NewContact {
  return {
    ...(firstname !== undefined && { firstName: firstname }),
    ...(surname !== undefined && { lastName: surname }),
    ...(emailaddress !== undefined && { addresses: [emailaddress] }),
    ...(inactive !== undefined && { inactive }),
  };
}

function answer({ options }: Books, user: FakeUser, status: number): FakeAnswer {
  const shapes = { users: { users: [user] }, object: user, array: [user] };
  return { status, body: shapes[options.answersCreation] };
}
