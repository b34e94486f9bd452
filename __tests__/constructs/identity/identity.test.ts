import { ProjectScope } from "../../../constructs/identity/project-scope";
import { ServiceIdentity, type ServiceIdentityProps } from "../../../constructs/identity/service-identity";
import { projectIn, render, type TestStack } from "../../helpers/render";

describe("ProjectScope", () => {
  it("is a project of the environment, protected with all it holds", () => {
    expect(render((stack) => void projectIn(stack)).one("account_project")).toMatchObject({
      name: "hdh-production-data",
      description: "Source data.",
      lifecycle: { prevent_destroy: true },
    });
  });

  it("can be deleted where the environment has switched protection off", () => {
    expect(render((stack) => void projectIn(stack), "sandbox").one("account_project")).not.toHaveProperty("lifecycle");
  });

  it("refuses a purpose that would not fit into names", () => {
    expect(() =>
      render((stack) => void new ProjectScope(stack, "p", { purpose: "Données", zone: "ingest", description: "." })),
    ).toThrow(
      'test/p\n  purpose: lower case, digits and hyphens, 3–20 characters, starting with a letter; got "Données"',
    );
  });
});

describe("ServiceIdentity", () => {
  function identity(stack: TestStack, props: Partial<ServiceIdentityProps> = {}): ServiceIdentity {
    const grants = [
      { project: projectIn(stack), permissionSets: ["ObjectStorageObjectsWrite", "KeyManagerKeyEncrypt"] },
    ];
    return new ServiceIdentity(stack, "ingest", {
      purpose: "ingest",
      description: "Brings data in.",
      grants,
      ...props,
    });
  }

  it("is one application with one policy, whose permission sets are sorted so that plans stay empty", () => {
    const template = render((stack) => void identity(stack));

    expect(template.one("iam_application")).toMatchObject({
      name: "hdh-production-ingest",
      description: "Brings data in.",
    });
    expect(template.one("iam_policy")).toMatchObject({
      name: "hdh-production-ingest",
      application_id: expect.stringContaining("scaleway_iam_application."),
      rule: [
        {
          project_ids: [expect.stringContaining("scaleway_account_project.")],
          permission_set_names: ["KeyManagerKeyEncrypt", "ObjectStorageObjectsWrite"],
        },
      ],
    });
  });

  it("is marked when it is the one that deploys", () => {
    const template = render((stack) => void identity(stack, { role: "pipeline" }));

    expect(template.one("iam_application").tags).toContain("hdh-role=pipeline");
  });

  it.each(["AllProductsFullAccess", "AllProductsReadOnly", "OrganizationManager", "IAMManager", "IAMPolicyManager"])(
    "refuses %p, which gives every power",
    (name) => {
      expect(() =>
        render((stack) => void identity(stack, { grants: [{ project: projectIn(stack), permissionSets: [name] }] })),
      ).toThrow(`grants: ${name} in project data gives every power`);
    },
  );

  it("refuses to exist without a grant, or with an empty one", () => {
    expect(() => render((stack) => void identity(stack, { grants: [] }))).toThrow("grants: at least one");
    expect(() =>
      render((stack) => void identity(stack, { grants: [{ project: projectIn(stack), permissionSets: [] }] })),
    ).toThrow("grants: project data names no permission set");
  });
});
