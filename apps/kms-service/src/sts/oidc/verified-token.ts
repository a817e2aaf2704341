import type { OidcProvider } from '@coffer/iam';

/** What a token of an OIDC issuer says, now that it is proven. */
export interface VerifiedToken {
  readonly provider: OidcProvider;
  /** `sub`: whom the issuer vouches for. */
  readonly subject: string;
  /** The `aud` that the provider takes. */
  readonly audience: string;
  /** `amr`: how the issuer came to know whom it vouches for; usually nothing. */
  readonly methods: readonly string[];
}
