import "./stacks/without-stack-traces";
import { environmentNamed } from "./config/environments";
import { HdhApp } from "./stacks/hdh-app";
import { HealthDataHub } from "./stacks/health-data-hub";

const app = new HdhApp();
new HealthDataHub(app, environmentNamed(process.env.HDH_ENVIRONMENT ?? "sandbox"));
app.synth();
