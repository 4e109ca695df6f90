/** Where a token for an address goes: to somebody known, to somebody new at a company, or nowhere (and why). */
export type Recipient = { trace: string; companyId?: string; contactId?: string; administratorId?: string } & (
  | { kind: 'known' }
  /** `unlimited`: their company's limit for new people is lifted. */
  | { kind: 'newcomer'; unlimited: boolean }
  /** Nobody we know, and `reason` is why they would get nothing; but the PSA may know them, and is asked before a mail goes. */
  | { kind: 'perhaps'; reason: string }
  | { kind: 'nobody'; reason: string }
);
