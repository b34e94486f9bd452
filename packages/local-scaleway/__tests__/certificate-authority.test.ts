import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, createServer } from "node:tls";
import { type CertificateAuthority, createCertificateAuthority } from "../src/front/certificate-authority";

describe("the certificate authority", () => {
  const directory = mkdtempSync(join(tmpdir(), "certificate-authority-"));
  let authority: CertificateAuthority;
  beforeAll(() => {
    authority = createCertificateAuthority(directory);
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  /** What a client that trusts only this authority says to a server with a certificate for these names. */
  const handshake = async (
    names: string[],
    servername: string,
    ca = readFileSync(authority.caFile, "utf8"),
  ): Promise<string> => {
    const server = createServer(authority.issue(names), (socket) => socket.end());
    server.on("tlsClientError", () => {});
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const result = await new Promise<string>((resolve) => {
      const socket = connect({ host: "127.0.0.1", port, servername, ca }, () => resolve("trusted"));
      socket.on("error", (error: Error) => resolve(error.message));
      socket.on("close", () => socket.destroy());
    });
    await new Promise((resolve) => server.close(resolve));
    return result;
  };

  it("is trusted for object storage", async () => {
    expect(await handshake(["*.s3.fr-par.scw.cloud"], "lake.s3.fr-par.scw.cloud")).toBe("trusted");
  });

  it("is trusted for no other name, even if somebody had its key", async () => {
    expect(await handshake(["example.org"], "example.org")).toBe("permitted subtree violation");
    expect(await handshake(["s3.fr-par.scw.cloud", "example.org"], "s3.fr-par.scw.cloud")).toBe(
      "permitted subtree violation",
    );
    expect(await handshake(["s3.fr-par.scw.cloud.example.org"], "s3.fr-par.scw.cloud.example.org")).toBe(
      "permitted subtree violation",
    );
    expect(await handshake(["s3.fr-par.scw.cloud"], "s3.nl-ams.scw.cloud")).toContain(
      "does not match certificate's altnames",
    );
  });

  it("is not trusted by who trusts another one", async () => {
    const other = createCertificateAuthority(join(directory, "other"));
    const ca = readFileSync(other.caFile, "utf8");
    expect(await handshake(["s3.fr-par.scw.cloud"], "s3.fr-par.scw.cloud", ca)).not.toBe("trusted");
  });

  it("writes its certificate, which everybody may read, and never its key", () => {
    expect(statSync(authority.caFile).mode & 0o777).toBe(0o644);
    const pem = readFileSync(authority.caFile, "utf8");
    expect(pem).not.toContain("PRIVATE");
    const certificate = new X509Certificate(pem);
    expect(certificate.ca).toBe(true);
    expect(Date.parse(certificate.validTo) - Date.now()).toBeLessThan(31 * 24 * 3600 * 1000);
  });
});
