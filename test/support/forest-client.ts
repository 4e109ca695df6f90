import { Attribute, Change, Client } from 'ldapts';
import type { ForestFacts } from './forest-facts.js';

export interface RunningForest extends ForestFacts {
  /** Its database and its certificate authority, shared by its controllers. */
  folder: string;
  /** The address of the controller that all tests share. */
  host: string;
  /** PEM of the authority that signs its controllers' certificates. */
  ca: string;
}

/** Signs in by LDAPS, does the work and hangs up. */
export async function signedIn<T>(
  forest: RunningForest,
  { userName, password }: { userName: string; password: string },
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({ url: `ldaps://${forest.host}`, tlsOptions: { ca: forest.ca }, timeout: 10_000 });
  try {
    await client.bind(userName, password);
    return await work(client);
  } finally {
    await client.unbind();
  }
}

export function asAdministrator<T>(forest: RunningForest, work: (client: Client) => Promise<T>): Promise<T> {
  return signedIn(forest, forest.administrator, work);
}

/** An attribute's new values; none removes it. */
export function replace(type: string, values: string[] | Buffer[]): Change {
  return new Change({ operation: 'replace', modification: new Attribute({ type, values }) });
}
