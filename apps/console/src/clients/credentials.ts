/** What requests are signed with. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Whom a service takes one for. */
export interface Identity {
  readonly arn: string;
  readonly accountId: string;
}
