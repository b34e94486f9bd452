/** The stacks of the sandbox. */
export const SANDBOX_STACKS = [
  "catalogue-fr-par",
  "cluster-fr-par",
  "foundation",
  "network-fr-par",
  "network-nl-ams",
  "observability",
  "portal-fr-par",
  "recovery-nl-ams",
  "storage-fr-par",
] as const;

/** How many resources they hold together. */
export const SANDBOX_RESOURCES = 113;
