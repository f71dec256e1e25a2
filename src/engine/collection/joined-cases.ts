/** The case of each patch of the open collection, joined to its table and kept in step with the rule, the tables and the patches. */
import { isAbort } from '../../base/errors.ts';
import { CASE_COLUMN, makesCases } from '../../columns/case-column.ts';
import { type CaseFacts, type NamedCases, nameCases } from '../../columns/cases.ts';
import { CategoryColumn } from '../../columns/category-column.ts';
import type { PatchTable } from '../../columns/patch-table.ts';
import { tellUnforeseen } from '../app/unforeseen.ts';
import { tellCasesToSearch } from '../question/search-service.ts';
import { idsOf } from '../tables/image-names.ts';
import type { JoinedTables } from '../tables/joined-tables.ts';

export class JoinedCases {
  readonly #table: PatchTable;
  readonly #tables: Pick<JoinedTables, 'settled'>;
  readonly #onChange: () => void;
  #facts: CaseFacts | undefined;
  #signature = '';
  #naming = new AbortController();
  #last: Promise<void> = Promise.resolve();

  /** @param onChange Called whenever patches belong to other cases. */
  constructor(table: PatchTable, tables: Pick<JoinedTables, 'settled'>, onChange: () => void) {
    this.#table = table;
    this.#tables = tables;
    this.#onChange = onChange;
  }

  /** Names all cases anew where the rule is another one, or the tables that it asks. */
  follow(facts: CaseFacts): void {
    const { sourceRule, tables } = facts;
    const signature = JSON.stringify([sourceRule, makesCases(facts), sourceRule.kind === 'column' ? tables : 0]);
    if (signature === this.#signature) return;
    this.#signature = signature;
    this.#naming.abort();
    this.#naming = new AbortController();
    this.#facts = facts;
    if (makesCases(facts)) {
      this.#ask(async () => this.#take(await this.#name(facts, idsOf(this.#table))));
    } else if (this.#table.column(CASE_COLUMN)) {
      this.#table.leave(CASE_COLUMN);
      this.#onChange();
    }
  }

  /** Names the cases of patches that are new. */
  describe(ids: Uint32Array): void {
    const facts = this.#facts;
    if (facts && makesCases(facts)) this.#ask(async () => this.#add(await this.#name(facts, ids)));
  }

  /** Resolves once all cases that were asked for are named. */
  get settled(): Promise<void> {
    return this.#last;
  }

  close(): void {
    this.#naming.abort();
  }

  async #name(facts: CaseFacts, ids: Uint32Array): Promise<NamedCases> {
    const { signal } = this.#naming;
    if (facts.sourceRule.kind === 'column') await this.#tables.settled;
    const cases = await nameCases(this.#table, facts, ids, signal);
    signal.throwIfAborted();
    return cases;
  }

  #take(cases: NamedCases): void {
    const codes = new Uint32Array(this.#table.end);
    for (const [at, id] of cases.ids.entries()) if (this.#table.has(id)) codes[id] = (cases.codes[at] as number) + 1;
    this.#table.join(CASE_COLUMN, CategoryColumn.of([undefined, ...cases.words], codes));
    this.#tell(cases);
  }

  #add(cases: NamedCases): void {
    const column = this.#table.column(CASE_COLUMN);
    if (column?.kind !== 'category') return;
    for (const [at, id] of cases.ids.entries()) {
      if (this.#table.has(id)) column.set(id, cases.words[cases.codes[at] as number] ?? '');
    }
    this.#table.noteJoined(cases.ids);
    this.#tell(cases);
  }

  /** The search names cases by paths itself. */
  #tell(cases: NamedCases): void {
    if (this.#facts?.sourceRule.kind === 'column') tellCasesToSearch(this.#table.collectionId, cases);
    this.#onChange();
  }

  #ask(work: () => Promise<void>): void {
    const { signal } = this.#naming;
    this.#last = this.#last.then(async () => {
      try {
        if (!signal.aborted) await work();
      } catch (thrown) {
        if (!isAbort(thrown)) tellUnforeseen(thrown);
      }
    });
  }
}
