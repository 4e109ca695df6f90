import type { Certificate } from '../ldap/certificate.js';
import type { DirectoryTest, Step } from '../ldap/steps.js';
import { en as t } from '../text/en.js';
import { unreachable } from '../unreachable.js';
import type { Moment } from '../web/moments.js';

/** One step in words. */
export interface ShownStep {
  mark: 'ok' | 'failed' | 'note';
  text: string;
  /** What was seen, or what to do. */
  more?: string;
}

type When = (ms: number) => Moment;

const { test: words } = t.directory;

/** What a test did, for each controller in turn. */
export function showTest({ kind, steps }: DirectoryTest, when: When) {
  const controllers: { address: string; steps: ShownStep[] }[] = [];
  for (const step of steps) {
    if (step.kind === 'trying') controllers.push({ address: step.address, steps: [] });
    else controllers.at(-1)?.steps.push(describeStep(step, when));
  }
  return { kind, controllers };
}

function describeStep(step: Exclude<Step, { kind: 'trying' }>, when: When): ShownStep {
  const { steps } = words;
  switch (step.kind) {
    case 'resolved':
      return ok(steps.resolved(step.host, step.ips.join(', ')));
    case 'connected':
      return ok(steps.connected(step.ip, step.port));
    case 'start-tls-offered':
      return ok(steps.startTlsOffered);
    case 'secured': {
      const { subject, issuer, validUntil } = step.certificate;
      const seen = steps.certificate(subject, issuer, when(validUntil).full);
      return { ...ok(steps.secured(step.protocol)), more: `${seen} ${steps.trustedBy[step.authority]}` };
    }
    case 'signed-in':
      return ok(steps.signedIn(words.testers[step.as]));
    case 'sign-in-refused': {
      const why = step.why.kind === 'wrong' ? 'wrong' : step.why.why;
      return failed(steps.signInRefused(words.testers[step.as]), words.refusals[why]);
    }
    case 'test-user-unusable':
      return failed(steps.testUserUnusable, steps.testUserUnusableAdvice);
    case 'nobody-to-sign-in':
      return { mark: 'note', text: steps.nobody, more: steps.nobodyAdvice };
    case 'base-found':
      return ok(steps.baseFound);
    case 'base-missing':
      return failed(steps.baseMissing, steps.baseMissingAdvice);
    case 'users-seen': {
      const text = steps.usersSeen(step.count, step.more);
      return step.count > 0 ? ok(text) : { mark: 'note', text, more: steps.usersNoneAdvice };
    }
    case 'domain-sid-read':
      return ok(steps.sidRead(step.sid));
    case 'domain-sid-missing':
      return failed(steps.sidMissing, steps.sidMissingAdvice);
    case 'domain-sid-differs':
      return failed(steps.sidDiffers(step.sid), steps.sidDiffersAdvice);
    case 'failed': {
      const { said, advice } = words.faults[step.fault];
      const code = step.code === undefined ? '' : words.ldapCode(step.code);
      const shown = step.certificate ? certificateShown(step.certificate, when) : '';
      return failed(said, [shown, advice, code].filter((part) => part !== '').join(' '));
    }
    default:
      return unreachable(step);
  }
}

function certificateShown({ subject, issuer, names, validUntil }: Certificate, when: When): string {
  return words.certificateShown(subject, issuer, names.join(', ') || words.noNames, when(validUntil).full);
}

function ok(text: string): ShownStep {
  return { mark: 'ok', text };
}

function failed(text: string, more: string): ShownStep {
  return { mark: 'failed', text, more };
}
