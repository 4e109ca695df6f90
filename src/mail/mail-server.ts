import { isLoopbackHost } from '../config.js';

/** `tls`: from the first byte. `starttls`: required, never only when offered. `none`: in the clear. */
export type TlsMode = 'tls' | 'starttls' | 'none';

export interface MailServer {
  host: string;
  port: number;
  tls: TlsMode;
  user?: string;
  password?: string;
}

const PORTS = { tls: 465, starttls: 587, loopback: 25 };

/**
 * The mail server that SMTP_URL names: `smtps://` speaks TLS, `smtp://` requires STARTTLS. Only a loopback host or
 * `?tls=none` is spoken to in the clear.
 */
export function mailServerFromUrl(smtpUrl: string): MailServer {
  const url = new URL(smtpUrl);
  const loopback = isLoopbackHost(url.hostname.toLowerCase());
  const tls = tlsModeOf(url, loopback);
  const usual = tls === 'tls' ? PORTS.tls : loopback ? PORTS.loopback : PORTS.starttls;
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? usual : Number(url.port),
    tls,
    ...(url.username && { user: percentDecoded(url.username) }),
    ...(url.password && { password: percentDecoded(url.password) }),
  };
}

function tlsModeOf(url: URL, loopback: boolean): TlsMode {
  if (url.protocol === 'smtps:') return 'tls';
  return loopback || url.searchParams.get('tls') === 'none' ? 'none' : 'starttls';
}

/** A password with a bare percent sign, written down without encoding it, is taken as it stands. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
