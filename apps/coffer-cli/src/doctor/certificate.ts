import type { DetailedPeerCertificate } from 'node:tls';

const DAY_MS = 86_400_000;

/** Names that are told of one certificate. */
const NAMES_TOLD_MAX = 8;

/** Whose certificate it is, who signed it, which names it is for, and when it ends: one line. */
export function describeCertificate({ subject, issuer, subjectaltname = '', valid_to: end }: DetailedPeerCertificate, now: Date): string {
  const names = subjectaltname.split(', ').filter((name) => name !== '').map((name) => name.replace(/^(DNS|IP Address):/, ''));
  const more = names.length > NAMES_TOLD_MAX ? ` and ${String(names.length - NAMES_TOLD_MAX)} more` : '';
  const days = Math.floor((new Date(end).getTime() - now.getTime()) / DAY_MS);
  const ends = days < 0 ? `ended ${String(-days)} days ago` : `ends in ${String(days)} days`;
  return `certificate of ${nameOf(subject)}, signed by ${nameOf(issuer)}, for ${names.slice(0, NAMES_TOLD_MAX).join(', ') || 'no name'}${more}, ${ends}`;
}

function nameOf(name: Partial<Record<string, string | string[]>>): string {
  const told = name['CN'] ?? name['O'] ?? name['OU'];
  return `"${[told ?? 'nobody'].flat().join(', ')}"`;
}
