import { TerraformOutput } from "cdktf";
import { Registry, type RegistryProps } from "../../../constructs/kubernetes/registry";
import { frPar, projectIn, render, type TestStack } from "../../helpers/render";

function registry(stack: TestStack, props: Partial<RegistryProps> = {}): Registry {
  return new Registry(stack, "images", {
    purpose: "platform",
    description: "Images of the platform's own programs.",
    project: projectIn(stack),
    locality: frPar,
    ...props,
  });
}

describe("Registry", () => {
  it("answers nobody without a permission, and keeps its images", () => {
    expect(render((stack) => void registry(stack)).one("registry_namespace")).toMatchObject({
      project_id: expect.stringContaining("scaleway_account_project.project_"),
      region: "fr-par",
      description: "Images of the platform's own programs.",
      is_public: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  it("has a name that no other customer of Scaleway has", () => {
    expect(render((stack) => void registry(stack)).one("registry_namespace").name).toBe("hdh-production-platform-9d0c");
    expect(render((stack) => void registry(stack), "sandbox").one("registry_namespace").name).toBe(
      "hdh-sandbox-platform-5a4d",
    );
  });

  it("can be taken down where the environment has switched protection off", () => {
    expect(render((stack) => void registry(stack), "sandbox").one("registry_namespace")).not.toHaveProperty(
      "lifecycle",
    );
  });

  it("hands on the address that images are pushed to", () => {
    const { output } = render((stack) => {
      new TerraformOutput(stack, "endpoint", { value: registry(stack).endpoint });
    }).json;

    expect(output).toMatchObject({
      endpoint: { value: expect.stringMatching(/^\$\{scaleway_registry_namespace\.images\w*\.endpoint\}$/) },
    });
  });

  it.each<[string, Partial<RegistryProps>, string]>([
    [
      "a bad purpose",
      { purpose: "images_1" },
      'purpose: lower case, digits and hyphens, 3–20 characters, starting with a letter; got "images_1"',
    ],
    [
      "silence about whose images it holds",
      { description: " " },
      "description: one sentence that says whose images it holds; it is empty",
    ],
  ])("refuses %s", (_, props, reason) => {
    expect(() => render((stack) => void registry(stack, props))).toThrow(new Error(`test/images\n  ${reason}`));
  });
});
