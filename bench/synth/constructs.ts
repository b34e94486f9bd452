// The workspaces from this project's constructs, with every rule held against all of them.
import "../../stacks/without-stack-traces";
import { environmentNamed } from "../../config/environments";
import { regionNamed } from "../../config/localities";
import { policyInputs } from "../../config/policy-inputs";
import { Cidr } from "../../constructs/core/cidr";
import { ProjectScope } from "../../constructs/identity/project-scope";
import { ServiceIdentity } from "../../constructs/identity/service-identity";
import { ManagedKey } from "../../constructs/keys/managed-key";
import { IsolatedVpc } from "../../constructs/network/isolated-vpc";
import { HealthDataBucket } from "../../constructs/storage/health-data-bucket";
import { PoliciesHold } from "../../policies/at-synth";
import { HdhApp } from "../../stacks/hdh-app";
import { HdhStack } from "../../stacks/hdh-stack";
import { workspaceIds } from "./workspaces";

const environment = environmentNamed("production");
const region = regionNamed("fr-par");

class WorkspaceStack extends HdhStack {
  constructor(scope: HdhApp, id: string) {
    super(scope, id, { environment, locality: region });
    const project = new ProjectScope(this, "project", { purpose: id, zone: "workspace", description: "A workspace." });
    const grants = [{ project, permissionSets: ["ObjectStorageObjectsRead", "KeyManagerKeyDecrypt"] }];
    const pipeline = new ServiceIdentity(this, "pipeline", {
      purpose: `${id}-ci`,
      role: "pipeline",
      description: "Deploys.",
      grants,
    });
    const research = new ServiceIdentity(this, "research", { purpose: `${id}-rs`, description: "Researches.", grants });
    const key = new ManagedKey(this, "key", { purpose: id, project, locality: region });
    new IsolatedVpc(this, "vpc", {
      purpose: id,
      project,
      locality: region,
      networks: [
        { purpose: "data", range: Cidr.parse("10.96.0.0/22") },
        { purpose: "services", range: Cidr.parse("10.96.4.0/22") },
      ],
      dataClass: "C3",
    });
    const grantsOnBucket = [{ identity: research, access: "read" }] as const;
    new HealthDataBucket(this, "work", {
      purpose: `${id}-work`,
      role: "curated",
      key,
      pipeline,
      grants: grantsOnBucket,
    });
    new HealthDataBucket(this, "delivery", {
      purpose: `${id}-delivery`,
      role: "raw",
      lockDays: 30,
      key,
      pipeline,
      grants: grantsOnBucket,
    });
  }
}

const app = new HdhApp();
for (const id of workspaceIds()) new WorkspaceStack(app, id);
const guard = { base: "HdhStack", extends: HdhStack.isHdhStack };
// Every rule is asked and none is heeded: workspaces alone are no whole environment, and lack what other stacks hold.
const policies = new PoliciesHold(app, policyInputs(environment), guard);
app.node.addValidation({
  validate: () => {
    policies.validate();
    return [];
  },
});
app.synth();
