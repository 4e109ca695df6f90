import type { PasswordAnswer } from '../directory/answers.js';
import { checkPassword, startSignInTime } from '../directory/check-password.js';
import type { Directory } from '../directory/directory.js';
import type { UserName } from '../directory/user-name.js';
import { countTries } from './password-tries.js';
import type { StandingDeps } from './standing.js';

export interface Asked {
  directory: Directory;
  answer: PasswordAnswer;
}

/** Answers that leave open whether the account is somewhere else, in the order in which they count when it is nowhere. */
const UNDECIDED: PasswordAnswer['kind'][] = ['unreachable', 'limited', 'wrong'];

/**
 * Asks a company's directories one after the other until one knows the account, so that a password is seen by no more of them
 * than needed. Of those that do not, one that could not be asked counts before one that said no; and so does one for which
 * none of the ten seconds were left.
 */
export async function askDirectories(
  deps: StandingDeps,
  directories: Directory[],
  user: UserName,
  password: string,
  network: string,
): Promise<Asked | undefined> {
  const asked: Asked[] = [];
  const limit = startSignInTime();
  try {
    for (const directory of directories) {
      const tries = countTries(deps, directory, network);
      const answer = await checkPassword(deps.controllers, directory, user, password, tries.guard, limit.signal);
      await tries.settle(answer);
      if (!UNDECIDED.includes(answer.kind)) return { directory, answer };
      asked.push({ directory, answer });
    }
  } finally {
    limit.end();
  }
  return asked.sort((one, other) => rank(one) - rank(other))[0];
}

function rank({ answer }: Asked): number {
  return UNDECIDED.indexOf(answer.kind);
}
