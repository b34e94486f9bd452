import { randomUUID } from "node:crypto";
import { fill, ok, operation, type Service } from "../../core/api";
import { paged, pageFields } from "../../core/listing";
import type { LiveObject } from "../../core/live-object";
import { ALLOW_ALL, aclRuleRequests, areRestrictive } from "./acl-rules";
import { clusters } from "./clusters";

const PATH = "/k8s/v1/regions/{region}/clusters/{cluster}/acls";
const TERRAFORM_TYPE = "scaleway_k8s_acl";

/** Kubernetes API v1, ACLs of API servers: always there. Terraform has made one when it keeps somebody out. */
export const clusterAcls: Service = {
  terraformType: TERRAFORM_TYPE,
  operations: [
    operation({
      method: "GET",
      path: PATH,
      query: pageFields,
      answer: (call, { query }) => ok(paged("rules", clusters.addressed(call).acl, query)),
    }),
    operation({
      method: "PUT",
      path: PATH,
      body: { acls: aclRuleRequests() },
      answer: (call, { body }) => {
        const acl = body.acls.map((rule) => ({ id: randomUUID(), ...rule }));
        // The cluster's own date stays.
        clusters.put(call.platform, { ...clusters.addressed(call), acl });
        return ok({ rules: acl });
      },
    }),
  ],

  liveObjects: (platform) =>
    clusters
      .existing(platform)
      .filter(({ acl }) => areRestrictive(acl))
      .map(({ id, region, name, project_id, created_at }) => ({
        type: TERRAFORM_TYPE,
        id: `${region}/${id}`,
        name,
        projectId: project_id,
        seed: false,
        scheduledForDeletion: false,
        created: created_at,
      })),

  removal: ({ id }: LiveObject) => {
    const [region = "", cluster = ""] = id.split("/");
    const { ip, description } = ALLOW_ALL;
    return [{ method: "PUT", path: fill(PATH, { region, cluster }), body: { acls: [{ ip, description }] } }];
  },
};
