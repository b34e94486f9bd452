import { PUBLIC_PRODUCTS } from "../../policies/knowledge/public-products";
import { productsThatCannotBePrivateAreRefused as rule } from "../../policies/rules/products-that-cannot-be-private-are-refused";
import { findingsOf, foreign, labels, says, saysOf, stackOf, tags } from "../helpers/terraform-json";

const health = { tags: tags({ "hdh-class": "C3" }) };
const bucket = (dataClass: string) => ({
  scaleway_object_bucket: { b: { name: "lake", tags: labels({ "hdh-class": dataClass }) } },
});
const edge = (bucket_name: string) => ({
  scaleway_edge_services_backend_stage: { s: { s3_backend_config: [{ bucket_name }] } },
});

describe("HDH-NET-006", () => {
  it.each([...PUBLIC_PRODUCTS.keys()])(
    "a data warehouse, a serverless database or another product that is always public: %s",
    (type) => {
      expect(says(rule, { [type]: { x: {} } })).toEqual([`fail ${type}.x`]);
      expect(says(rule, { [type]: { x: health } })).toEqual([`fail ${type}.x`]);
    },
  );

  it("the same for class C1", () => {
    expect(says(rule, { scaleway_datawarehouse_deployment: { x: { tags: tags() } } })).toEqual([]);
    const website = { scaleway_object_bucket_website_configuration: { x: { bucket: "lake" } } };
    expect(says(rule, { ...bucket("C0"), ...website })).toEqual([]);
  });

  it("a data lab without a notebook", () => {
    expect(says(rule, { scaleway_datalab: { x: { has_notebook: false } } })).toEqual([]);
  });

  it("a data lab with a notebook, or that does not say", () => {
    for (const has_notebook of [true, null]) {
      expect(says(rule, { scaleway_datalab: { x: { has_notebook } } })).toEqual([
        "fail scaleway_datalab.x has_notebook",
      ]);
    }
  });

  it("a data lab whose notebook only the engine knows", () => {
    expect(says(rule, { scaleway_datalab: { x: { has_notebook: "${var.n}" } } })).toEqual([
      "unknown scaleway_datalab.x has_notebook",
    ]);
  });

  it("a bucket of health data behind Edge Services, or published as a website", () => {
    for (const name of ["lake", "${scaleway_object_bucket.b.name}"]) {
      expect(says(rule, { ...bucket("C3"), ...edge(name) })).toEqual([
        "fail scaleway_edge_services_backend_stage.s s3_backend_config.bucket_name",
      ]);
    }
    const website = { scaleway_object_bucket_website_configuration: { x: { bucket: "lake" } } };
    expect(says(rule, { ...bucket("C3"), ...website })).toEqual([
      "fail scaleway_object_bucket_website_configuration.x",
    ]);
  });

  it("a bucket of class C1 behind Edge Services", () => {
    expect(says(rule, { ...bucket("C1"), ...edge("lake") })).toEqual([]);
    expect(says(rule, { scaleway_edge_services_backend_stage: { s: { lb_backend_config: [{}] } } })).toEqual([]);
  });

  it("a bucket behind Edge Services that these stacks do not make", () => {
    for (const [name, why] of [
      ["elsewhere", "it is no bucket that these stacks make"],
      ["${var.bucket}", "variable bucket"],
    ] as const) {
      expect(findingsOf(rule, stackOf({ ...bucket("C1"), ...edge(name) }))).toMatchObject([
        { outcome: "unknown", attribute: "s3_backend_config.bucket_name", message: expect.stringContaining(why) },
      ]);
    }
  });

  it("has nothing to say of another provider's warehouse", () => {
    expect(saysOf(rule, foreign("datawarehouse_deployment", {}))).toEqual([]);
  });
});
