import { fail, type Resource, unknown, type Verdict } from "@hdh/policy-engine";

/**
 * Whether a project has a block of Cockpit, which is what puts it under observation there: Cockpit is per project
 * (scaleway/docs-content, cockpit/concepts).
 * @param isMeant tells the block that is asked for from others of its type; `undefined` where that cannot be known
 */
export function hasInCockpit(
  project: Resource,
  type: string,
  what: string,
  isMeant: (candidate: Resource) => boolean | undefined,
): Verdict[] {
  let open: Resource | undefined;
  for (const candidate of project.referrers(type, "project_id")) {
    const meant = isMeant(candidate);
    if (meant && candidate.repeatedBy === undefined) return [];
    if (meant !== false) open ??= candidate;
  }
  if (open) return [unknown(type, open.repeatedBy ?? `what ${open.address} takes shows only at apply`)];
  const stray = project.graph
    .managed(type)
    .find((candidate) => candidate.value("project_id").is === "unknown" && !candidate.target("project_id"));
  return [
    stray
      ? unknown(type, `the project of ${stray.address} shows only at apply`)
      : fail(`has no ${what}; it needs one`, type),
  ];
}
