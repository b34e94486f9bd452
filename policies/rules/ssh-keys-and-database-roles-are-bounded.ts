import { fail, judge, pass, type Resource, resources, unknown, type Verdict } from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { sovereigntyRule } from "../sovereignty-rule";
import { asText, isTrue } from "../values/scalars";
import { weaknessOf } from "../workloads/ssh-public-key";

export const sshKeysAndDatabaseRolesAreBounded = sovereigntyRule({
  id: "HDH-IAM-006",
  severity: "medium",
  title: "SSH keys and database roles are bounded",
  remedy:
    "Register strong SSH keys by their owner's name in the administration project only; give programs readonly, readwrite or custom on their own database.",
  waivers: "allowed",
  given: "Given an SSH key, or a user of a database",
  scenarios: {
    "an ed25519 key of the administration project, named after its owner": "pass",
    "a key that is weak, nameless or of another project": "fail",
    "a key that only the engine knows": "unknown",
    "a database with one administrator": "pass",
    "a database with two administrators": "fail",
    "an administrator of a database that no stack makes": "unknown",
    "a program that may read and write its database": "pass",
    "a program that may do everything in its database": "fail",
    "a user with a role in one database": "pass",
    "a user with a role in every database": "fail",
  },
  why: "An SSH key opens every machine of its project, and an administrator's password every database of its instance. Few of them, strong, and with an owner, can be taken back when somebody leaves.",
  controls: ["SNC:9.2.b", "SNC:9.3.a", "SNC:10.2.e", "SATRE:3.2.01", "SATRE:3.2.03", "NIS2:21(2)(i)"],
  bad: {
    resource: {
      scaleway_rdb_privilege: {
        program: {
          instance_id: "${scaleway_rdb_instance.db.id}",
          database_name: "catalogue",
          user_name: "program",
          permission: "all",
        },
      },
      scaleway_rdb_instance: { db: { user_name: "owner" } },
    },
  },
  good: {
    resource: {
      scaleway_rdb_privilege: {
        program: {
          instance_id: "${scaleway_rdb_instance.db.id}",
          database_name: "catalogue",
          user_name: "program",
          permission: "readwrite",
        },
      },
      scaleway_rdb_instance: { db: { user_name: "owner" } },
    },
  },
  reportsOn: resources(
    "scaleway_account_ssh_key",
    "scaleway_iam_ssh_key",
    "scaleway_mongodb_user",
    "scaleway_rdb_instance",
    "scaleway_rdb_privilege",
    "scaleway_rdb_user",
  ),
  check: (resource, inputs) => {
    switch (resource.type) {
      case "scaleway_rdb_instance":
        return administratorsOf(resource);
      case "scaleway_rdb_privilege":
        return privilege(resource);
      case "scaleway_rdb_user":
        return isPlaced(resource);
      case "scaleway_mongodb_user":
        return resource
          .blocks("roles")
          .map((role) => judge(role, "any_database", (any) => (isTrue(any) ? "must name one database" : undefined)));
      default:
        return sshKey(resource, inputs);
    }
  },
});

function sshKey(key: Resource, inputs: PolicyInputs): Verdict[] {
  return [
    judge(key, "public_key", (text) => weaknessOf(typeof text === "string" ? text : "")),
    judge(key, "name", (name) => (typeof name === "string" && name !== "" ? undefined : "must name its owner")),
    projectOf(key, inputs),
  ];
}

function projectOf(key: Resource, { administrationProject }: PolicyInputs): Verdict {
  const project = key.target("project_id");
  const demand = administrationProject
    ? `must be the project ${administrationProject}`
    : "no project is named for administration, so there must be no key";
  if (!project) return judge(key, "project_id", (id) => (id === administrationProject ? undefined : demand));
  return judge(project, "name", (name) =>
    name !== undefined && name === administrationProject
      ? undefined
      : fail(`project_id is ${project.address}; ${demand}`, "project_id"),
  );
}

/** The first user, whom the instance itself names, is one (provider 2.81.0, docs/resources/rdb_instance, user_name). */
function administratorsOf(instance: Resource): Verdict {
  const users = instance.referrers("scaleway_rdb_user", "instance_id");
  const administrators =
    users.filter((user) => isTrue(user.known("is_admin"))).length + (instance.has("user_name") ? 1 : 0);
  if (administrators > 1) {
    return fail(`has ${administrators} administrators, its first user included; must have one`, "scaleway_rdb_user");
  }
  const open = users.find((user) => user.value("is_admin").is === "unknown");
  return open ? judge(open, "is_admin", () => undefined) : pass();
}

function isPlaced(user: Resource): Verdict {
  if (user.target("instance_id")?.mode === "managed" || asText(user.known("is_admin")) === "false") return pass();
  return unknown("is_admin", "whether it is the only administrator shows only beside its instance");
}

function privilege(resource: Resource): Verdict {
  const instance = resource.target("instance_id");
  const user = resource.value("user_name");
  const isOwner = user.is === "known" && instance !== undefined && instance.known("user_name") === user.value;
  return judge(resource, "permission", (permission) =>
    permission === "all" && !isOwner ? "must be readonly, readwrite, custom or none for a program" : undefined,
  );
}
