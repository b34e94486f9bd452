import { App } from "cdktf";
import { environmentNamed } from "./config/environments";
import { HealthDataHub } from "./stacks/health-data-hub";

const app = new App();
new HealthDataHub(app, environmentNamed(process.env.HDH_ENVIRONMENT ?? "sandbox"));
app.synth();
