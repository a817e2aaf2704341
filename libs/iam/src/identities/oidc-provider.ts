/** Where the keys of an issuer come from: a file, a URL, or what the issuer's discovery document names. */
export type IssuerKeys =
  | { readonly from: 'file'; readonly file: string }
  | { readonly from: 'url'; readonly url: string }
  | { readonly from: 'discovery' };

/** An issuer of OpenID Connect tokens that an account takes for web identities. */
export interface OidcProvider {
  /** `arn:aws:iam::ACCOUNT:oidc-provider/ISSUER`. */
  readonly arn: string;
  readonly accountId: string;
  /** The `iss` of its tokens: `https://kubernetes.default.svc`. */
  readonly url: string;
  /** The URL without its scheme, by which ARNs and condition keys name the provider. */
  readonly issuer: string;
  /** The `aud` that a token may have: AWS calls them client ids. */
  readonly audiences: readonly string[];
  readonly keys: IssuerKeys;
  /** Certificates (PEM) of the authority by which the issuer is known when keys are fetched; absent: the system's. */
  readonly caFile?: string;
}
