import type { Directory } from '../directory/directory.js';
import type { UserName } from '../directory/user-name.js';

/**
 * Which of a company's directories a user name may belong to, the likeliest first. None when it names a domain that none of
 * them has: a password goes nowhere else.
 */
export function chooseDirectories(directories: Directory[], user: UserName, address: string): Directory[] {
  switch (user.kind) {
    case 'bare':
      return directories;
    case 'down-level':
      return directories.filter(({ netbiosName }) => netbiosName === user.domain || netbiosName === '');
    case 'upn': {
      const named = directories.filter(({ upnSuffixes }) => upnSuffixes.includes(user.suffix));
      if (named.length > 0) return named;
      // The address already given need not be a UPN: a directory may know it as a mail address.
      return address.endsWith(`@${user.suffix}`) ? directories : [];
    }
  }
}
