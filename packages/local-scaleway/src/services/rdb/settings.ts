import { ok, operation, type Service } from "../../core/api";
import { engineNamed, refuseUnknown, settingList } from "./engines";
import { instances } from "./instances";

/** Managed Databases API v1, settings of an instance's engine: what is set replaces all that was. */
export const instanceSettings: Service = {
  operations: [
    operation({
      method: "PUT",
      path: "/rdb/v1/regions/{region}/instances/{instance}/settings",
      body: { settings: settingList() },
      answer: (call, { body: { settings } }) => {
        const instance = instances.changeable(call);
        refuseUnknown(settings, engineNamed(instance.engine).settings, "settings");
        instances.replace(call, instance, { ...instance, settings, status: "configuring" });
        return ok({ settings });
      },
    }),
  ],
};
