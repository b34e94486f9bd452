import { hostOfUrl } from "./hosts";

/** Where a registry address leads that names no host (Terraform language, Module Sources, Terraform Registry). */
const PUBLIC_REGISTRY = "registry.terraform.io";

/**
 * The host that a module comes from; empty for a folder of the repository itself (Terraform language, Module Sources).
 * `undefined` for a source that this cannot read.
 */
export function hostOfModule(source: string): string | undefined {
  if (/^\.\.?(\/|$)/.test(source)) return "";
  const address = source.replace(/^[a-z0-9]+::/, "");
  const copied = /^[\w.-]+@([\w.-]+):/.exec(address)?.[1]; // git@host:path, the form of scp
  if (copied) return copied.toLowerCase();
  if (address.includes("://")) return hostOfUrl(address);
  const [first, ...rest] = address.split("//")[0]!.split("/");
  if (first!.includes(".") && rest.length > 0) return first!.toLowerCase();
  return rest.length === 2 ? PUBLIC_REGISTRY : undefined;
}
