/** What is wrong with a bucket's name by S3's rules, in a sentence, or nothing. */
export function bucketNameMistake(name: string): string | undefined {
  if (name.length < 3 || name.length > 63) return 'A name has 3 to 63 characters.';
  if (!/^[a-z0-9.-]+$/.test(name)) return 'A name has small letters, digits, dots and hyphens only.';
  if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) return 'A name begins and ends with a letter or a digit.';
  if (name.includes('..')) return 'No two dots stand beside each other.';
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return 'A name is no IP address.';
  return undefined;
}
