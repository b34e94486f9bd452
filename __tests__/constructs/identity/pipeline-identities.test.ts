import { PipelineIdentities, type PipelineIdentitiesProps } from "../../../constructs/identity/pipeline-identities";
import { ProjectScope } from "../../../constructs/identity/project-scope";
import { projectIn, render, type Template, type TestStack } from "../../helpers/render";

function stateProject(stack: TestStack): ProjectScope {
  return new ProjectScope(stack, "state", { purpose: "state", zone: "platform", description: "Terraform's state." });
}

function pipeline(stack: TestStack, props: Partial<PipelineIdentitiesProps> = {}): PipelineIdentities {
  return new PipelineIdentities(stack, "pipeline", {
    projects: [{ project: projectIn(stack), products: ["networks", "buckets", "keys", "secrets"] }],
    ...props,
  });
}

/** Names of the sets that an identity holds, by the project or organisation of the rule. */
function setsOf(template: Template, identity: "plan" | "apply"): Record<string, string[]> {
  const { rule } = template.at(`pipeline/${identity}/policy`) as { rule: Record<string, string[]>[] };
  return Object.fromEntries(
    rule.map(({ project_ids, permission_set_names }) => [
      /scaleway_account_project\.([a-z]+)_/.exec(String(project_ids))?.[1] ?? "organization",
      permission_set_names ?? [],
    ]),
  );
}

describe("PipelineIdentities", () => {
  it("are two applications that bucket policies know as the pipeline", () => {
    const template = render((stack) => {
      const { principals } = pipeline(stack);
      expect(principals).toHaveLength(2);
    });

    expect(template.at("pipeline/plan/application")).toMatchObject({ name: "hdh-production-pipeline-plan" });
    expect(template.at("pipeline/apply/application")).toMatchObject({ name: "hdh-production-pipeline-apply" });
    for (const application of template.all("iam_application")) expect(application.tags).toContain("hdh-role=pipeline");
  });

  it("plans with nothing but reading of settings", () => {
    const sets = setsOf(
      render((stack) => pipeline(stack)),
      "plan",
    );

    expect(Object.keys(sets)).toEqual(["project", "organization"]);
    expect(sets.project).toEqual([
      "KeyManagerReadOnly",
      "ObjectStorageBucketsRead",
      "PrivateNetworksReadOnly",
      "SecretManagerReadOnly",
      "VPCReadOnly",
    ]);
    expect(sets.organization).toEqual(["IAMReadOnly", "ProjectReadOnly"]);
  });

  it("applies without a way to read or delete data, or to use or delete keys", () => {
    const { project } = setsOf(
      render((stack) => pipeline(stack)),
      "apply",
    );

    expect(project).toEqual([
      "KeyManagerKeyCreate",
      "KeyManagerKeyWrite",
      "KeyManagerReadOnly",
      "ObjectStorageBucketPolicyFullAccess",
      "ObjectStorageBucketsRead",
      "ObjectStorageBucketsWrite",
      "PrivateNetworksFullAccess",
      "SecretManagerReadOnly",
      "SecretManagerSecretCreate",
      "SecretManagerSecretWrite",
      "VPCFullAccess",
    ]);
  });

  it("deploys services, their networks and what watches them, and reads each with IPAM where it has private addresses", () => {
    const template = render((stack) => {
      const products = [
        "clusters",
        "databases",
        "load-balancers",
        "observability",
        "registries",
        "security-groups",
        "site-links",
      ] as const;
      pipeline(stack, { projects: [{ project: projectIn(stack), products }] });
    });

    expect(setsOf(template, "plan").project).toEqual([
      "ContainerRegistryReadOnly",
      "IPAMReadOnly",
      "InstancesReadOnly",
      "KubernetesReadOnly",
      "LoadBalancersReadOnly",
      "ObservabilityReadOnly",
      "RelationalDatabasesReadOnly",
      "SiteToSiteVPNReadOnly",
    ]);
    expect(setsOf(template, "apply").project).toEqual([
      "ContainerRegistryFullAccess",
      "IPAMReadOnly",
      "InstancesFullAccess",
      "KubernetesFullAccess",
      "LoadBalancersFullAccess",
      "ObservabilityFullAccess",
      "RelationalDatabasesFullAccess",
      "SiteToSiteVPNFullAccess",
    ]);
  });

  it.each(["clusters", "databases", "gateways", "load-balancers"] as const)(
    "reads private addresses of %s, which the provider asks IPAM for",
    (product) => {
      const template = render((stack) => {
        pipeline(stack, { projects: [{ project: projectIn(stack), products: [product] }] });
      });

      for (const identity of ["plan", "apply"] as const)
        expect(setsOf(template, identity).project).toContain("IPAMReadOnly");
    },
  );

  it("lets apply alone read secrets, and only where it makes them for what it deploys", () => {
    const template = render((stack) => {
      const databases = { project: projectIn(stack), products: ["databases", "secrets"], readsSecrets: true } as const;
      const elsewhere = { project: stateProject(stack), products: ["secrets"] } as const;
      pipeline(stack, { projects: [databases, elsewhere] });
    });

    expect(setsOf(template, "apply").project).toContain("SecretManagerSecretAccess");
    expect(setsOf(template, "apply").state).not.toContain("SecretManagerSecretAccess");
    expect(JSON.stringify(setsOf(template, "plan"))).not.toContain("SecretManagerSecretAccess");
    expect(JSON.stringify(setsOf(template, "apply"))).not.toContain("SecretManagerSecretDelete");
  });

  it("reach objects in the project of the state only, which planning cannot write", () => {
    const template = render((stack) => pipeline(stack, { state: stateProject(stack) }));

    expect(setsOf(template, "plan").state).toEqual([
      "KeyManagerKeyDecrypt",
      "ObjectStorageObjectsRead",
      "ObservabilityReadOnly",
    ]);
    expect(setsOf(template, "apply").state).toEqual([
      "KeyManagerKeyDecrypt",
      "KeyManagerKeyEncrypt",
      "ObjectStorageObjectsDelete",
      "ObjectStorageObjectsRead",
      "ObjectStorageObjectsWrite",
      "ObservabilityFullAccess",
    ]);
    expect(setsOf(template, "apply").project?.join()).not.toMatch(/Objects|Decrypt|Delete/);
  });

  it.each<[string, (stack: TestStack) => Partial<PipelineIdentitiesProps>, string]>([
    [
      "no project",
      () => ({ projects: [] }),
      "test/pipeline\n  projects: at least one; a pipeline without any deploys nothing",
    ],
    [
      "a project without a product",
      (stack) => ({ projects: [{ project: projectIn(stack), products: [] }] }),
      "test/pipeline\n  projects: data names no product; name what is deployed there",
    ],
    [
      "secrets read where none are made",
      (stack) => ({ projects: [{ project: projectIn(stack), products: ["databases"], readsSecrets: true }] }),
      "test/pipeline\n  projects: data reads secrets that it does not make; add secrets to its products, or leave readsSecrets out",
    ],
    [
      "state in a project that is deployed into",
      (stack) => ({ state: projectIn(stack) }),
      "test/pipeline\n  state: a project of its own; data is deployed into, and who reads state would read its objects",
    ],
  ])("refuse %s", (_, props, message) => {
    expect(() => render((stack) => pipeline(stack, props(stack)))).toThrow(new Error(message));
  });
});
