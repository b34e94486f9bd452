/**
 * The configuration of an engine's command line: providers come from the mirror and from nowhere else, and the engine
 * asks nobody for news.
 *
 * Without a `direct` block an engine never contacts a registry
 * (source: "CLI Configuration File", section "Explicit Installation Method Configuration", of OpenTofu and Terraform).
 */
export function cliConfiguration(mirror: string): string {
  return `disable_checkpoint = true

provider_installation {
  filesystem_mirror {
    path = ${JSON.stringify(mirror)}
  }
}
`;
}
