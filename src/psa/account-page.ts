import { en as t } from '../text/en.js';
import type { PsaKindName } from './connector.js';
import { PSA_KINDS, psaKind } from './connectors.js';
import { formName } from './forms.js';
import type { PsaAddress } from './settings-store.js';

interface ShownField {
  name: string;
  label: string;
  hint: string;
  type?: 'password';
  autocomplete?: 'new-password';
  attributes: Record<string, string>;
}

const PLAIN = { dir: 'ltr', autocapitalize: 'none', spellcheck: 'false' };

/** The vendors to choose from, and which of them is meant. */
export function showVendors(chosen: PsaKindName | undefined): object[] {
  return PSA_KINDS.map((kind) => ({
    href: `/admin/psa?kind=${kind}#account`,
    ...t.psaVendors[kind],
    chosen: kind === chosen,
  }));
}

/** What one vendor wants to be told, and where that is made there. */
export function showAccountForm(kind: PsaKindName, isSecretSaved: boolean): object {
  const { account } = psaKind(kind);
  const { fields: fieldWords, site, secret, ...words } = t.psaVendors[kind];
  const wordsOf: Record<string, { label: string; hint: string }> = fieldWords;
  const fields = Object.keys(account.fields).flatMap((name): ShownField[] => {
    const { label, hint } = wordsOf[name] ?? { label: name, hint: '' };
    return [{ name: formName(name), label, hint, attributes: PLAIN }];
  });
  const siteField = { name: 'site', label: site.label, hint: site.hint, attributes: { ...PLAIN, inputmode: 'url' } };
  const secretField: ShownField = {
    name: 'secret',
    type: 'password',
    autocomplete: 'new-password',
    label: secret.label,
    hint: isSecretSaved ? t.psa.secretSavedHint(words.secretName) : secret.hint,
    attributes: { dir: 'ltr' },
  };
  // Where a site is known that fits everybody, nobody has to think of it first.
  const all = account.site ? [...fields, secretField, siteField] : [siteField, ...fields, secretField];
  return { kind, words, fields: all };
}

/** The saved connection as its form shows it. */
export function valuesOf({ kind, site, fields }: PsaAddress): Record<string, string> {
  const told = Object.entries(fields).map(([name, value]) => [formName(name), value]);
  return { kind, site: siteShown(site), ...Object.fromEntries(told) };
}

/** What the form of a vendor begins with. */
export function blankValues(kind: PsaKindName): Record<string, string> {
  return { kind, site: siteShown(psaKind(kind).account.site ?? '') };
}

/** As an administrator would type it. */
export function siteShown(site: string): string {
  return site.replace(/^https:\/\//, '');
}
