/** The one place where text becomes a document: the SDK reads the answers of S3 and STS as XML, into documents that run nothing and are shown nowhere. */
const SINK = 'DOMParser parseFromString';

/** Browsers that know trusted types have this. https://www.w3.org/TR/trusted-types/ */
interface TrustedTypes {
  createPolicy(name: 'default', rules: { readonly createHTML: (text: string, type: string, sink: string) => string | undefined }): unknown;
}

/** A window of a browser that may know them. */
export interface TrustingWindow {
  readonly trustedTypes?: TrustedTypes;
}

/** What the page's policy demands of text that becomes a document: yes to the SDK's parser, no to every other way. */
export function trusted(text: string, sink: string): string | undefined {
  return sink === SINK ? text : undefined;
}

/** Lets the SDK parse, under a page's policy that lets nobody. Must run before the first request, and once. */
export function trustXml(window: TrustingWindow): void {
  window.trustedTypes?.createPolicy('default', { createHTML: (text, _type, sink) => trusted(text, sink) });
}
