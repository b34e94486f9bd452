import { randomUUID } from "node:crypto";
import type { Platform } from "../core/api";
import { CREDENTIALS } from "../core/credentials";
import { REGIONS } from "../core/localities";
import { isSeeded, markAsSeed } from "../core/seeds";
import { timestamp } from "../core/time";
import { projects } from "./account/projects";
import { apiKeys } from "./iam/api-keys";
import { users } from "./iam/users";
import { defaultVpc, vpcs } from "./vpc/vpcs";

/**
 * What a new organisation has: its owner with the published API key, the default project, and that project's default
 * VPC in each region. Does nothing when it has been done.
 */
export function seed(platform: Platform): void {
  const { world } = platform;
  if (isSeeded(world)) return;
  const { accessKey, secretKey, organizationId, projectId } = CREDENTIALS;
  const now = timestamp();
  const born = { created_at: now, updated_at: now };
  const owner = randomUUID();
  world.transaction(() => {
    projects.put(platform, {
      id: projectId,
      name: "default",
      organization_id: organizationId,
      description: "",
      ...born,
      qualification: null,
    });
    markAsSeed(world, projectId);

    users.put(platform, {
      id: owner,
      email: "owner@example.org",
      username: "owner",
      first_name: "",
      last_name: "",
      phone_number: "",
      locale: "en_US",
      ...born,
      organization_id: organizationId,
      deletable: false,
      last_login_at: null,
      type: "owner",
      two_factor_enabled: true,
      status: "activated",
      mfa: true,
      account_root_user_id: owner,
      tags: [],
      locked: false,
    });
    markAsSeed(world, owner);

    apiKeys.put(platform, {
      access_key: accessKey,
      secret_key: secretKey,
      user_id: owner,
      description: "published key of the local Scaleway",
      ...born,
      expires_at: null,
      default_project_id: projectId,
      editable: false,
      deletable: false,
      managed: false,
      creation_ip: "127.0.0.1",
    });
    markAsSeed(world, accessKey);

    for (const region of REGIONS) {
      const vpc = defaultVpc(projectId, region, now);
      vpcs.put(platform, vpc);
      markAsSeed(world, vpc.id);
    }
  });
}
