/** Scaleway's own API (scaleway-sdk-go, scw/client.go, `defaultAPIURL`). */
export const API_URL = "https://api.scaleway.com";

/** Domains under which Scaleway's services answer (scaleway-sdk-go and provider 2.81.0, addresses in docs/resources). */
export const SCALEWAY_DOMAINS: readonly string[] = ["scaleway.com", "scw.cloud"];

/** Object storage of a region (provider 2.81.0, docs/guides/backend_guide.md). */
export function objectStorageHost(region: string): string {
  return `s3.${region}.scw.cloud`;
}

/** Container registry of a region (provider 2.81.0, docs/resources/registry_namespace.md, `endpoint`). */
export function registryHost(region: string): string {
  return `rg.${region}.scw.cloud`;
}

/** The region of object storage that a host belongs to; `undefined` for any other host. */
export function regionOfObjectStorage(host: string): string | undefined {
  return /^s3\.([a-z]{2}-[a-z]{3})\.scw\.cloud$/.exec(host)?.[1];
}
