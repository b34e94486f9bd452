import { ProtectedSecret, type ProtectedSecretProps } from "../../../constructs/keys/protected-secret";
import { frPar, projectIn, render, type TestStack } from "../../helpers/render";

function secret(stack: TestStack, props: Partial<ProtectedSecretProps> = {}): ProtectedSecret {
  return new ProtectedSecret(stack, "secret", {
    purpose: "catalogue-login",
    description: "Opens the catalogue.",
    project: projectIn(stack),
    locality: frPar,
    version: 1,
    ...props,
  });
}

describe("ProtectedSecret", () => {
  it("is protected, in its project's folder, and says what it opens", () => {
    expect(render((stack) => void secret(stack)).one("secret")).toMatchObject({
      name: "hdh-production-catalogue-login",
      path: "/hdh/production/data",
      description: "Opens the catalogue.",
      region: "fr-par",
      project_id: expect.stringContaining("scaleway_account_project."),
      protected: true,
      tags: expect.arrayContaining(["hdh-class=C3", "hdh-project=data"]),
      lifecycle: { prevent_destroy: true },
    });
  });

  it("can be deleted where the environment has switched protection off", () => {
    const block = render((stack) => void secret(stack, { dataClass: "C1" }), "sandbox").one("secret");

    expect(block).toMatchObject({ protected: false, tags: expect.arrayContaining(["hdh-class=C1"]) });
    expect(block).not.toHaveProperty("lifecycle");
  });

  it("writes its value through, so that neither code nor state holds it", () => {
    const version = render((stack) => void secret(stack, { version: 3 })).one("secret_version");

    expect(version).toMatchObject({
      secret_id: expect.stringContaining("scaleway_secret."),
      region: "fr-par",
      data_wo: expect.stringContaining("var.secret_data_catalogue_login_fr_par"),
      data_wo_version: 3,
    });
    expect(version).not.toHaveProperty("data");
  });

  it("keeps its value unknown until it is applied, since provider 2.81.0 copies what it knows into the plan file", () => {
    expect(render((stack) => void secret(stack)).one("secret_version").data_wo).toBe(
      '${(timestamp() != "never") ? var.secret_data_catalogue_login_fr_par : ""}',
    );
  });

  it("is made up by the engine while it applies, if nobody hands a value over", () => {
    const template = render((stack) => void secret(stack, { generated: true }));

    expect(template.one("secret_version")).toMatchObject({
      data_wo: '${format("%s-aA1!", uuid())}',
      data_wo_version: 1,
    });
    expect(template.json).not.toHaveProperty("variable");
  });

  it("hands its value to write-only arguments, read while the engine applies and never while it plans", () => {
    let value = "";
    const { json } = render((stack) => {
      value = secret(stack, { generated: true }).value;
    });

    expect(value).toBe("${sensitive(base64decode(ephemeral.scaleway_secret_version.secret_version_A884CF49.data))}");
    expect(json.ephemeral).toEqual({
      scaleway_secret_version: {
        secret_version_A884CF49: {
          secret_id: '${(timestamp() != "never") ? scaleway_secret_version.secret_version_A884CF49.secret_id : ""}',
          revision: "${scaleway_secret_version.secret_version_A884CF49.revision}",
          region: "fr-par",
        },
      },
    });
  });

  it("takes its value from a variable that no plan keeps and that has no default", () => {
    const { variable } = render((stack) => void secret(stack)).json as { variable: Record<string, unknown> };

    expect(variable.secret_data_catalogue_login_fr_par).toMatchObject({
      type: "string",
      ephemeral: true,
      sensitive: true,
      nullable: false,
      validation: [{ error_message: "secret_data_catalogue_login_fr_par: must not be empty." }],
    });
    expect(variable.secret_data_catalogue_login_fr_par).not.toHaveProperty("default");
  });

  it("has its new value before it loses the old one", () => {
    expect(render((stack) => void secret(stack)).one("secret_version").lifecycle).toEqual({
      create_before_destroy: true,
    });
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses the version %p", (version) => {
    expect(() => render((stack) => void secret(stack, { version }))).toThrow(
      `test/secret\n  version: a whole number from 1; got ${version}`,
    );
  });

  it("refuses a purpose that would not fit into names", () => {
    expect(() => render((stack) => void secret(stack, { purpose: "Login!" }))).toThrow("purpose: lower case");
  });
});
