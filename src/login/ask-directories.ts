import type { PasswordAnswer } from '../directory/answers.js';
import { checkPassword } from '../directory/check-password.js';
import type { Directory } from '../directory/directory.js';
import type { UserName } from '../directory/user-name.js';
import { countTries } from './password-tries.js';
import type { StandingDeps } from './standing.js';

export interface Asked {
  directory: Directory;
  answer: PasswordAnswer;
}

/** The less an answer says, the later it comes: of two directories, one that knows the account decides. */
const LEAST_TELLING: PasswordAnswer['kind'][] = ['unreachable', 'limited', 'wrong'];

/**
 * Asks a company's directories one after the other until one knows the account, so that a password is seen by no more of them
 * than needed. Of those that do not, one that could not be asked counts before one that said no.
 */
export async function askDirectories(
  deps: StandingDeps,
  directories: Directory[],
  user: UserName,
  password: string,
): Promise<Asked | undefined> {
  const asked: Asked[] = [];
  for (const directory of directories) {
    const tries = countTries(deps, directory.id);
    const answer = await checkPassword(deps.controllers, directory, user, password, tries.guard);
    await tries.settle(answer);
    if (!LEAST_TELLING.includes(answer.kind)) return { directory, answer };
    asked.push({ directory, answer });
  }
  return asked.sort((one, other) => rank(one) - rank(other))[0];
}

function rank({ answer }: Asked): number {
  return LEAST_TELLING.indexOf(answer.kind);
}
