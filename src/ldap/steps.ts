import type { BindRefusal } from './bind-answer.js';
import type { Certificate } from './certificate.js';
import type { FaultKind } from './fault.js';

/** Whose name and password a connection is tested with. */
export type Tester = 'service-account' | 'test-user';

/** One thing that a test of the connection did, in order; `trying` begins a controller. */
export type Step =
  | { kind: 'trying'; address: string }
  /** Not said of an address that is an IP already. */
  | { kind: 'resolved'; host: string; ips: string[] }
  | { kind: 'connected'; ip: string; port: number }
  | { kind: 'start-tls-offered' }
  | { kind: 'secured'; certificate: Certificate; protocol: string; authority: 'directory' | 'machine' }
  | { kind: 'signed-in'; as: Tester }
  | { kind: 'sign-in-refused'; as: Tester; why: BindRefusal }
  /** The test user's name or password is nothing to send: never sent. */
  | { kind: 'test-user-unusable' }
  /** Neither a service account nor a test user: nothing more can be seen. */
  | { kind: 'nobody-to-sign-in' }
  | { kind: 'base-found' }
  | { kind: 'base-missing' }
  /** `more` when there are more than `count`. */
  | { kind: 'users-seen'; count: number; more: boolean }
  | { kind: 'domain-sid-read'; sid: string }
  | { kind: 'domain-sid-missing' }
  /** Another controller of this directory has shown another one. */
  | { kind: 'domain-sid-differs'; sid: string }
  /** `certificate` when one was shown, so that its subject, issuer or date can be told. */
  | { kind: 'failed'; fault: FaultKind; code?: number | undefined; certificate?: Certificate | undefined };

/** `ok`: every address went through to its end. */
export interface DirectoryTest {
  kind: 'ok' | 'failed';
  steps: Step[];
  domainSid?: string;
}
