/** What has happened to a table between two of its versions. */
export interface Changes {
  /** Patches that came, went or are others now, ascending, each once. */
  readonly ids: Uint32Array;
  /** They are all new, and their ids lie beyond all that there were. */
  readonly areAppended: boolean;
  /** Codes of the slides that they lie or lay on. */
  readonly slides: ReadonlySet<number>;
}

interface Entry extends Changes {
  /** That of the table after it. */
  readonly version: number;
}

/** Beyond this many patches, to look at all of them anew is no more work than to follow. */
const MOST_IDS = 65_536;

const MOST_ENTRIES = 4_096;

/** The last changes of a table, for those who follow it at their own pace. */
export class ChangeLog {
  readonly #entries: Entry[] = [];
  #ids = 0;
  #version = 0;
  /** The oldest version that can be followed from. */
  #oldest = 0;

  get version(): number {
    return this.#version;
  }

  add({ ids, areAppended, slides }: Changes): void {
    this.#entries.push({ version: ++this.#version, ids, areAppended, slides });
    this.#ids += ids.length;
    let first = this.#entries[0];
    while (first && (this.#ids > MOST_IDS || this.#entries.length > MOST_ENTRIES)) {
      this.#entries.shift();
      this.#ids -= first.ids.length;
      this.#oldest = first.version;
      first = this.#entries[0];
    }
  }

  /** Something has changed that cannot be listed patch by patch: views are built anew. */
  cut(): void {
    this.#entries.length = 0;
    this.#ids = 0;
    this.#oldest = ++this.#version;
  }

  /** Undefined when it is too long ago: then anything may have changed. */
  since(version: number): Changes | undefined {
    if (version < this.#oldest) return undefined;
    const entries = this.#entries.slice(this.#entries.length - (this.#version - version));
    const [only] = entries;
    if (only && entries.length === 1) return only;
    const ids = concatenate(entries.map((entry) => entry.ids));
    const areAppended = entries.every((entry) => entry.areAppended);
    return {
      ids: areAppended ? ids : withoutRepeats(ids.sort()),
      areAppended,
      slides: new Set(entries.flatMap(({ slides }) => [...slides])),
    };
  }
}

function concatenate(parts: readonly Uint32Array[]): Uint32Array {
  const whole = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param ids Ascending. */
export function withoutRepeats(ids: Uint32Array): Uint32Array {
  return ids.filter((id, at) => at === 0 || ids[at - 1] !== id);
}
