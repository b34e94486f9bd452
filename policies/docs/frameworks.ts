/** How far a rule over Terraform JSON can speak to a requirement. */
export type Strength = "contributes" | "by analogy" | "good practice";

export interface Framework {
  readonly name: string;
  /** The edition whose identifiers are quoted. */
  readonly source: string;
  readonly strength: Strength;
  /** Whom it binds, or what must be known before it is quoted. */
  readonly note: string;
}

/** What the words before the colon of a rule's `controls` stand for. */
export const frameworks: Readonly<Record<string, Framework>> = {
  SNC: {
    name: "SecNumCloud 3.2",
    source:
      "ANSSI, Prestataires de services d'informatique en nuage (SecNumCloud), référentiel d'exigences, version 3.2",
    strength: "by analogy",
    note: "Binds the provider. Qualification is a dated fact about a service, which no plan shows.",
  },
  HDS: {
    name: "Certification of hosts of health data, version 2.0",
    source: "Référentiel de certification HDS, arrêté of 26 April 2024",
    strength: "by analogy",
    note: "Binds the host. What a customer configures is its own side only.",
  },
  SNDS24: {
    name: "Security of the Système national des données de santé",
    source: "Arrêté of 6 May 2024, NOR TSSE2407926A, JORFTEXT000049516244",
    strength: "contributes",
    note: "Binds whoever controls a system that holds SNDS data.",
  },
  MR7: {
    name: "Reference methodology MR-007",
    source: "CNIL, délibération 2023-082 of 20 July 2023",
    strength: "contributes",
    note: "Binds the controller of a study on SNDS data.",
  },
  EDS: {
    name: "Referential of health data warehouses",
    source: "CNIL, délibération 2021-118 of 7 October 2021",
    strength: "good practice",
    note: "Does not apply to warehouses matched with the main base of the SNDS.",
  },
  GDPR: {
    name: "General Data Protection Regulation",
    source: "Regulation (EU) 2016/679",
    strength: "contributes",
    note: "Binds controller and processor.",
  },
  EHDS: {
    name: "European Health Data Space",
    source: "Regulation (EU) 2025/327",
    strength: "contributes",
    note: "Binds health data access bodies and secure processing environments.",
  },
  CSP: {
    name: "Code de la santé publique",
    source: "Légifrance, articles L.1461-1 and following, R.1461-1 and following",
    strength: "contributes",
    note: "Binds whoever processes SNDS data.",
  },
  SREN: {
    name: "Law on securing and regulating the digital space",
    source: "Loi 2024-449 of 21 May 2024",
    strength: "contributes",
    note: "Article 31 asks administrations to keep sensitive data in clouds that foreign law does not reach.",
  },
  CaC: {
    name: "Doctrine Cloud au centre",
    source: "Circulaire 6404/SG of 31 May 2023",
    strength: "contributes",
    note: "Binds ministries; a public interest grouping is outside its direct scope.",
  },
  NIS2: {
    name: "Directive on network and information security",
    source: "Directive (EU) 2022/2555",
    strength: "contributes",
    note: "Binds through national law; the identifiers are those of the directive.",
  },
  RCY: {
    name: "Référentiel cyber France (ReCyF) 2.5",
    source: "ANSSI, 17 March 2026",
    strength: "contributes",
    note: "Binds entities under NIS2.",
  },
  "A-ADM": {
    name: "Secure administration of information systems",
    source: "ANSSI, Recommandations relatives à l'administration sécurisée des systèmes d'information",
    strength: "contributes",
    note: "A guide.",
  },
  "A-CRY": {
    name: "Cryptographic mechanisms",
    source: "ANSSI, Guide des mécanismes cryptographiques",
    strength: "contributes",
    note: "A guide; names of its rules are quoted without accents.",
  },
  "A-LOG": {
    name: "Logging",
    source: "ANSSI, Recommandations de sécurité pour l'architecture d'un système de journalisation",
    strength: "contributes",
    note: "A guide.",
  },
  "A-TLS": {
    name: "TLS",
    source: "ANSSI, Recommandations de sécurité relatives à TLS",
    strength: "contributes",
    note: "A guide.",
  },
  SATRE: {
    name: "Standard Architecture for Trusted Research Environments, version 2",
    source: "sa-tre/satre-specification",
    strength: "contributes",
    note: "A community standard of the United Kingdom.",
  },
  CIS: {
    name: "CIS Kubernetes Benchmark 2.0.1",
    source: "Center for Internet Security, April 2026",
    strength: "contributes",
    note: "Items that a customer of a managed cluster can meet; those of the control plane are the provider's.",
  },
};

/** One requirement, with its framework. */
export interface Control {
  /** The framework's key: `GDPR` of `GDPR:44`. */
  readonly short: string;
  readonly requirement: string;
  readonly framework: Framework;
}

/** @throws {RangeError} when the framework of a control is not listed here */
export function controlNamed(id: string): Control {
  const [short = "", ...rest] = id.split(":");
  const framework = Object.hasOwn(frameworks, short) ? frameworks[short] : undefined;
  if (!framework || rest.length === 0) {
    throw new RangeError(`control ${id}; must be <framework>:<requirement>, of ${Object.keys(frameworks).join(", ")}`);
  }
  return { short, requirement: rest.join(":"), framework };
}
