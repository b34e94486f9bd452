import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { environmentNamed } from "../../config/environments";
import { regionNamed } from "../../config/localities";
import { ProjectScope } from "../../constructs/identity/project-scope";
import { IsolatedVpc } from "../../constructs/network/isolated-vpc";
import { MetadataCatalogue } from "../../constructs/storage/metadata-catalogue";
import { HdhStack } from "../../stacks/hdh-stack";
import { synthesize } from "../../stacks/synthesize";

/** A PostgreSQL database on two nodes, that one other network may call. */
class CatalogueExample extends HdhStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, "example-catalogue", { environment });
    const locality = regionNamed("fr-par");

    const vpc = new IsolatedVpc(this, "vpc", {
      purpose: "example-catalogue",
      project: new ProjectScope(this, "project", {
        purpose: "example-catalogue",
        zone: "platform",
        description: "Example of a catalogue.",
      }),
      locality,
      networks: environment.addresses.platformNetworks(locality),
      flows: [
        { name: "Programs on the nodes call the catalogue", from: "nodes", to: "services", service: "postgresql" },
      ],
      dataClass: environment.dataClass,
    });
    new MetadataCatalogue(this, "catalogue", { purpose: "example", vpc, network: "services", callers: ["nodes"] });
  }
}

synthesize((app) => new CatalogueExample(app, environmentNamed("sandbox")));
