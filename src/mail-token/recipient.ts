/** Where a token for an address goes: to somebody known, to somebody new at a company, or nowhere (and why). */
export type Recipient = { trace: string; companyId?: string; contactId?: string; administratorId?: string } & (
  | { kind: 'known' }
  /** `unlimited`: their company's limit for new people is lifted. */
  | { kind: 'newcomer'; unlimited: boolean }
  | { kind: 'nobody'; reason: string }
);
