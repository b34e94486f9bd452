/** Deeper than any configuration nests its locals. */
const DEEPEST = 32;

/** More names than any one value is made of. */
const LONGEST = 10_000;

/** How references were followed to where a value is read: ends those that go in a circle, or double at every step. */
export class Trail {
  /** @param isStated whether only what the configuration says counts, not what a plan filled in */
  constructor(
    readonly isStated = false,
    private readonly depth = 0,
    private readonly steps = { taken: 0 },
  ) {}

  /** One reference, or one level of nesting, further. */
  further(): Trail {
    this.steps.taken++;
    return new Trail(this.isStated, this.depth + 1, this.steps);
  }

  get isTooLong(): boolean {
    return this.depth > DEEPEST || this.steps.taken > LONGEST;
  }
}
