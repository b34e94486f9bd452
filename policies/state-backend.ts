import { type Body, remembered } from "@hdh/policy-engine";

/** Where a state is kept: the type of a backend with its settings. */
export interface StateBackend {
  readonly type: string;
  readonly settings: Body;
}

/**
 * The backends that the `terraform` block of a stack declares. A stack that declares none keeps its state in a local file
 * (Terraform language, Backend Configuration).
 */
export const backendsOf = remembered((terraform): readonly StateBackend[] =>
  terraform
    .blocks("backend")
    .flatMap((backend) => backend.names.map((type) => ({ type, settings: backend.block(type) }))),
);

/**
 * The block and the argument that say which object storage a backend of type s3 uses: `endpoints.s3`, or `endpoint` as
 * older configurations have it. Where neither is given, it is that of Amazon (Terraform language, Backend Type: s3).
 */
export function endpointOf(settings: Body): readonly [block: Body, argument: string] {
  return settings.value("endpoint").is !== "absent" && settings.blocks("endpoints").length === 0
    ? [settings, "endpoint"]
    : [settings.block("endpoints"), "s3"];
}
