import { graphOf } from "@hdh/policy-engine";
import fc from "fast-check";
import { type HostDemand, hostOfUrl, isWithin, judgeHost } from "../../policies/network/hosts";
import { planOf } from "../helpers/plan-json";
import { stackOf } from "../helpers/terraform-json";

const demand: HostDemand = {
  allows: (host) => host === "ours.example.fr",
  rule: "must be ours",
  makers: ["scaleway_registry_namespace"],
};
const judged = (url: string | number | null, changes: Partial<HostDemand> = {}) => {
  const graph = graphOf([
    stackOf({
      scaleway_registry_namespace: { r: {} },
      scaleway_vpc: { v: {} },
      scaleway_inference_model: { x: { url } },
    }),
  ]);
  return judgeHost(graph.managed("scaleway_inference_model")[0]!, "url", { ...demand, ...changes });
};
const MADE = "${scaleway_registry_namespace.r.endpoint}";

describe("judgeHost", () => {
  it.each([
    "https://ours.example.fr/x",
    "OURS.example.fr:5000",
    "https://ours.example.fr/${var.path}",
    "ours.example.fr/${var.path}",
    MADE,
    `${MADE}/x`,
    `oci://${MADE}:5000`,
    `https://${MADE}?x`,
  ])("takes an address at an allowed host, or that a resource of a maker's type is reached by: %s", (url) => {
    expect(judged(url)).toMatchObject({ outcome: "pass" });
  });

  it.each([
    ["https://theirs.example.fr/x", "url leads to theirs.example.fr; must be ours"],
    ["https://theirs.example.fr/${var.path}", "url leads to theirs.example.fr; must be ours"],
    ["https:// /", "url names no host; must be ours"],
    [7, "url names no host; must be ours"],
    [null, "url is not set; must be ours"],
  ])("says where any other leads: %j", (url, message) => {
    expect(judged(url)).toMatchObject({ outcome: "fail", attribute: "url", message });
  });

  it.each([
    "${var.url}",
    "https://${var.host}/x",
    "ours.example.fr${var.rest}",
    "https://ours.example.fr${var.rest}",
    "/ours.example.fr/${var.rest}",
    `${MADE}.example.com`,
    `${MADE}${MADE}`,
    `x://y${MADE}`,
    "${scaleway_vpc.v.id}/x",
  ])("does not know of an address where it leads while the host is open: %s", (url) => {
    expect(judged(url)).toMatchObject({ outcome: "unknown" });
  });

  it("takes no type for a maker that nobody names", () => {
    expect(judged(MADE, { makers: undefined })).toMatchObject({ outcome: "unknown" });
  });

  it("never shows an address that a plan marks as sensitive", () => {
    const plan = planOf([
      {
        address: "scaleway_inference_model.x",
        after: { url: "https://key@theirs.example.fr" },
        sensitive: { url: true },
      },
    ]);
    const [model] = graphOf([{ name: "plan", json: plan }]).managed("scaleway_inference_model");
    const verdict = judgeHost(model!, "url", demand);
    expect(verdict).toMatchObject({ outcome: "fail", message: "url leads elsewhere; must be ours" });
    expect(JSON.stringify(verdict)).not.toContain("theirs");
  });
});

describe("hostOfUrl", () => {
  it.each([
    ["https://A.example.fr:8443/x", "a.example.fr"],
    ["a.example.fr.", "a.example.fr"],
    ["oci://A.example.fr../x", "a.example.fr"],
    ["https://../x", undefined],
    ["oci://a.example.fr/x", "a.example.fr"],
    ["user@a.example.fr/x", "a.example.fr"],
    ["file:///etc", undefined],
    ["", undefined],
    ["a b", undefined],
  ])("is the host of an address, with a scheme or without: %p", (address, host) => {
    expect(hostOfUrl(address)).toBe(host);
  });
});

describe("hostOfUrl, of any domain", () => {
  it("is the domain, whatever stands around it, and in whatever case", () => {
    fc.assert(
      fc.property(fc.domain(), (domain) => {
        for (const address of [domain, `${domain.toUpperCase()}.`, `https://${domain}:8443/x`, `oci://${domain}?x`]) {
          expect(hostOfUrl(address)).toBe(domain);
        }
        expect(hostOfUrl(`file:///${domain}`)).toBeUndefined();
        expect(hostOfUrl(`${domain} ${domain}`)).toBeUndefined();
      }),
      { numRuns: 20 },
    );
  });
});

describe("isWithin", () => {
  it("takes a domain and what stands below it", () => {
    expect(isWithin("example.fr", ["example.fr"])).toBe(true);
    expect(isWithin("a.example.fr", ["other.fr", "example.fr"])).toBe(true);
    expect(isWithin("anexample.fr", ["example.fr"])).toBe(false);
    expect(isWithin("fr", ["example.fr"])).toBe(false);
  });
});
