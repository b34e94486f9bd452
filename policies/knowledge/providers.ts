/**
 * Providers that reach no service but Scaleway's: its own, helpers that never leave the machine, and those that work in a
 * cluster, of which HDH-JUR-002 asks that these stacks make it.
 */
export const LISTED_PROVIDERS: readonly string[] = [
  "scaleway/scaleway",
  "hashicorp/helm",
  "hashicorp/kubernetes",
  "hashicorp/null",
  "hashicorp/random",
  "hashicorp/time",
  "hashicorp/tls",
];

/** Part of the engine itself: `terraform_data`, `terraform_remote_state`. */
export const BUILT_IN_PROVIDER = "terraform";
export const BUILT_IN_SOURCE = "terraform.io/builtin/terraform";

/** The public registries; an address that names one of them means the same as one that names none. */
const PUBLIC_REGISTRIES = ["registry.terraform.io", "registry.opentofu.org"];

/** A provider's source address in its shortest form (Terraform language, Provider Requirements, Source Addresses). */
export function shortSource(source: string): string {
  const parts = source.toLowerCase().split("/");
  if (parts.length === 1) return `hashicorp/${parts[0]}`;
  return parts.length === 3 && PUBLIC_REGISTRIES.includes(parts[0]!) ? parts.slice(1).join("/") : parts.join("/");
}
