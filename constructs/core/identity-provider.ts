/** Who signs people in, by OpenID Connect. */
export interface IdentityProvider {
  /** Its address, `https://…`. Operated in the EU (HDH-JUR-008). */
  readonly issuerUrl: string;
  /** What it knows the cluster by. */
  readonly clientId: string;
}

/** Identity providers under the law of a state outside the EU (HDH-JUR-008). */
const FOREIGN_ISSUERS = /(^|\.)(microsoftonline\.com|windows\.net|google\.com|okta\.com|auth0\.com|amazonaws\.com)\.?$/;

/** Reasons to refuse an identity provider: it is operated in the EU, and knows whom it signs people in to. */
export function unlessEuropeanIssuer(property: string, { issuerUrl, clientId }: IdentityProvider): string[] {
  const reasons = [
    clientId.trim() === "" ? "clientId: what the identity provider calls the cluster; it is empty" : undefined,
    unlessEuropean(issuerUrl),
  ];
  return reasons.filter((reason) => reason !== undefined).map((reason) => `${property}.${reason}`);
}

function unlessEuropean(issuerUrl: string): string | undefined {
  const address = URL.canParse(issuerUrl) ? new URL(issuerUrl) : undefined;
  if (address?.protocol !== "https:") return `issuerUrl: an https address; got "${issuerUrl}"`;
  return FOREIGN_ISSUERS.test(address.hostname)
    ? `issuerUrl: an identity provider operated in the EU; ${address.hostname} is not (HDH-JUR-008)`
    : undefined;
}
