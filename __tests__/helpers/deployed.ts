const REGIONAL = ["catalogue-fr-par", "cluster-fr-par", "network-fr-par", "portal-fr-par", "storage-fr-par"];

/** The stacks of the sandbox, which keeps its states in files and second copies abroad. */
export const SANDBOX_STACKS: readonly string[] = [
  ...REGIONAL,
  "foundation",
  "network-nl-ams",
  "observability",
  "recovery-nl-ams",
].sort();

/** How many resources they hold together. */
export const SANDBOX_RESOURCES = 119;

/** The stacks of staging and of production. */
export const PRODUCTION_STACKS: readonly string[] = [...REGIONAL, "bootstrap", "foundation", "observability"].sort();
