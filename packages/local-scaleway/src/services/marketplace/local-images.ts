import { createHash } from "node:crypto";
import { type Call, ok, operation, type Service } from "../../core/api";
import { notFound } from "../../core/errors";
import { oneOf, text } from "../../core/fields";
import { paged, pageFields } from "../../core/listing";
import { isZone, LOCALITIES } from "../../core/localities";
import { typesIn } from "../instance/server-types";

/** What servers in one zone and of one architecture can start from. */
export interface LocalImage {
  readonly id: string;
  readonly label: string;
  /** What people call it. */
  readonly name: string;
  readonly arch: string;
  readonly zone: string;
  /** The snapshot that root volumes are made of. */
  readonly snapshot: string;
  readonly compatible_commercial_types: readonly string[];
}

/**
 * Labels and names as in traffic that the acceptance tests of scaleway/terraform-provider-scaleway 2.81.0 recorded.
 * The marketplace has many more.
 */
const NAMES: Readonly<Record<string, string>> = {
  debian_bullseye: "Debian Bullseye",
  ubuntu_focal: "Ubuntu 20.04 Focal Fossa",
  ubuntu_jammy: "Ubuntu 22.04 Jammy Jellyfish",
  ubuntu_noble: "Ubuntu 24.04 Noble Numbat",
};

const ARCHITECTURES = ["arm64", "x86_64"];

/** Every image: one for each label, zone and architecture that servers are offered of. */
const IMAGES: readonly LocalImage[] = LOCALITIES.filter(isZone).flatMap((zone) =>
  ARCHITECTURES.flatMap((arch) => {
    const compatible_commercial_types = typesFor(arch, zone);
    if (compatible_commercial_types.length === 0) return [];
    return Object.entries(NAMES).map(([label, name]) => {
      const place = `${label} ${arch} ${zone}`;
      const [id, snapshot] = [idOf(`image ${place}`), idOf(`snapshot ${place}`)];
      return { id, label, name, arch, zone, snapshot, compatible_commercial_types };
    });
  }),
);

/** Those with graphics processors and those with Windows have images of their own. */
function typesFor(arch: string, zone: string): string[] {
  const fitting = typesIn(zone).filter((type) => type.arch === arch && type.gpus === 0 && !type.name.endsWith("-WIN"));
  return fitting.map(({ name }) => name);
}

/** Ids of this machine's own: the same ones on every start. */
function idOf(name: string): string {
  const digest = createHash("sha256").update(name).digest("hex");
  return digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-8$4-$5");
}

/** The image with this id in a zone; undefined when there is none. */
export const imageIn = (zone: string, id: string) => IMAGES.find((image) => image.id === id && image.zone === zone);

const PATH = "/marketplace/v2/local-images";

/** Marketplace API v2, local images. All of them are for root volumes of Block Storage, none for local volumes. */
export const localImages: Service = {
  operations: [
    operation({
      method: "GET",
      path: PATH,
      query: {
        ...pageFields,
        image_label: text({ min: 1 }),
        zone: oneOf(...LOCALITIES.filter(isZone)).optional(),
        type: oneOf("instance_local", "instance_sbs").default("instance_sbs"),
        order_by: oneOf("type_asc", "type_desc").optional(),
      },
      answer: (_, { query: { image_label, zone, type, ...page } }) => {
        const found = IMAGES.filter(
          (image) => type === "instance_sbs" && image.label === image_label && (zone ?? image.zone) === image.zone,
        );
        return ok(paged("local_images", found, page, shown));
      },
    }),
    operation({ method: "GET", path: `${PATH}/{local_image}`, answer: (call) => ok(shown(addressed(call))) }),
  ],
};

/** @throws ApiError 404 */
function addressed(call: Call): LocalImage {
  const id = call.param("local_image");
  const found = IMAGES.find((image) => image.id === id);
  if (!found) throw notFound("local_image", id);
  return found;
}

const shown = ({ name: _, snapshot: __, ...image }: LocalImage) => ({ ...image, type: "instance_sbs" });
