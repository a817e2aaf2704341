import type { AccessKey, SessionToken } from '@coffer/iam';

/**
 * What an answer of the Query protocol says: a text, a number, a moment, members by name, or a list, whose items are printed as `<member>`. An access key is
 * printed as its secret and a session token as itself: here alone they leave their holders, in the one answer that gives them.
 */
export type XmlValue = string | number | boolean | Date | AccessKey | SessionToken | undefined | readonly XmlValue[] | XmlMembers;

export interface XmlMembers {
  readonly [name: string]: XmlValue;
}
