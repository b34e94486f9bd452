import { noContent, ok, operation, type Service } from "../../core/api";
import { instances } from "./instances";
import { selfSignedCertificate } from "./self-signed-certificate";

const PATH = "/rdb/v1/regions/{region}/instances/{instance}";

/** Managed Databases API v1, the certificate that an instance presents to its clients. */
export const instanceCertificates: Service = {
  operations: [
    operation({
      method: "GET",
      path: `${PATH}/certificate`,
      answer: (call) => {
        const content = Buffer.from(instances.addressed(call).certificate).toString("base64");
        return ok({ name: "ssl_certificate", content_type: "application/x-pem-file", content });
      },
    }),
    operation({
      method: "POST",
      path: `${PATH}/renew-certificate`,
      answer: (call) => {
        const instance = instances.changeable(call);
        instances.replace(call, instance, { ...instance, certificate: selfSignedCertificate(instance.id) });
        return noContent;
      },
    }),
  ],
};
