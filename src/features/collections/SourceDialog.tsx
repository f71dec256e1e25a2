import { useEffect, useState } from 'react';
import { isAbort } from '../../base/errors.ts';
import { patternProblem } from '../../base/patterns.ts';
import { nameCases } from '../../columns/cases.ts';
import { joinedColumns } from '../../columns/table-columns.ts';
import { setSourceRule } from '../../engine/collection/collections.ts';
import { useOpenedCollection } from '../../engine/collection/open-collection-store.ts';
import { idsOf } from '../../engine/tables/image-names.ts';
import { LONGEST } from '../../library/facts.ts';
import type { CollectionRecord, SourceRule } from '../../library/schema.ts';
import { tcgaPatientIn } from '../../library/sources.ts';
import { ActionDialog } from '../../ui/ActionDialog.tsx';
import { formatCount } from '../../ui/format.ts';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useAction } from '../../ui/use-action.ts';
import { usePatterns } from '../../ui/use-patterns.ts';
import type { CollectionDialogProps } from './RenameDialog.tsx';
import styles from './SourceDialog.module.css';

/** Says which patches make one case, from now on and for everything that goes by cases. */
export function SourceDialog({ collection, onClose }: CollectionDialogProps) {
  const { id, sourceRule } = collection;
  const [kind, setKind] = useState<SourceRule['kind']>(sourceRule.kind);
  const [pattern, setPattern] = useState(sourceRule.kind === 'pattern' ? sourceRule.pattern : '');
  const columns = caseColumns(collection);
  const [column, setColumn] = useState(sourceRule.kind === 'column' ? sourceRule.column : (columns[0] ?? ''));
  const action = useAction();
  usePatterns();
  const problem = kind === 'pattern' && pattern !== '' ? patternProblem(pattern) : undefined;
  const rule = problem === undefined ? ruleOf(kind, pattern, column) : undefined;
  const change = () =>
    action.run(async () => {
      if (!rule) return;
      await setSourceRule(id, rule);
      onClose();
    });
  return (
    <ActionDialog
      title="Cases"
      description="Which patches belong to one case. The query’s own case can be left out, hits limited to one per case, and an evaluation leaves out one case at a time. No image is indexed again."
      act="Change"
      isDisabled={!rule}
      onAct={change}
      action={action}
      onClose={onClose}
    >
      <Select
        label="One case is"
        value={kind}
        onValueChange={setKind}
        options={kindsFor(collection, useHasTcga(id), columns.length > 0)}
      />
      {kind === 'pattern' ? (
        <TextField
          label="Pattern (regular expression)"
          value={pattern}
          maxLength={LONGEST.typed}
          onValueChange={setPattern}
          monospaced
          placeholder="HE-\d+"
          help="The first part of the path that matches names the case."
          error={problem}
        />
      ) : null}
      {kind === 'column' ? (
        <Select
          label="Column"
          value={column}
          onValueChange={setColumn}
          options={columns.map((name) => ({ value: name, label: name }))}
        />
      ) : null}
      {rule ? <Preview collection={collection} rule={rule} /> : null}
    </ActionDialog>
  );
}

/** Columns whose words can name cases; long text cannot. */
function caseColumns({ tables }: CollectionRecord): string[] {
  return joinedColumns(tables).flatMap(({ name, type }) => (type === 'text' ? [] : [name]));
}

function ruleOf(kind: SourceRule['kind'], pattern: string, column: string): SourceRule | undefined {
  if (kind === 'pattern') return pattern === '' ? undefined : { kind, pattern };
  if (kind === 'column') return column === '' ? undefined : { kind, column };
  return { kind };
}

/** A preset that would make nothing is not offered, unless it is chosen. */
function kindsFor({ cutRule, sourceRule }: CollectionRecord, hasTcga: boolean, hasColumns: boolean) {
  const kinds: { value: SourceRule['kind']; label: string; isOffered: boolean }[] = [
    { value: 'file', label: cutRule ? 'Each slide or image on its own' : 'Each image on its own', isOffered: true },
    { value: 'folder', label: 'Images in the same folder', isOffered: true },
    { value: 'tcga', label: 'TCGA patient', isOffered: hasTcga },
    { value: 'column', label: 'A column of a table', isOffered: hasColumns },
    { value: 'pattern', label: 'Images that share a part of their name', isOffered: true },
  ];
  return kinds.filter(({ value, isOffered }) => isOffered || value === sourceRule.kind);
}

/** Whether the first of the open collection's paths have TCGA barcodes. */
function useHasTcga(collectionId: string): boolean {
  const table = useOpenedCollection(collectionId)?.patches.table;
  return table?.list(0, 1_000).some(({ path }) => tcgaPatientIn(path) !== undefined) ?? false;
}

/** What a rule makes of the collection, as far as it is open. */
function Preview({ collection, rule }: { collection: CollectionRecord; rule: SourceRule }) {
  const table = useOpenedCollection(collection.id)?.patches.table;
  const [words, setWords] = useState<readonly string[]>();
  const key = JSON.stringify(rule);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a rule is the same as long as it says the same.
  useEffect(() => {
    if (!table) return;
    const naming = new AbortController();
    nameCases(table, { ...collection, sourceRule: rule }, idsOf(table), naming.signal).then(
      (cases) => naming.signal.aborted || setWords(cases.words),
      (thrown) => {
        if (!isAbort(thrown)) throw thrown;
      },
    );
    return () => naming.abort();
  }, [table, collection, key]);
  if (!table) return null;
  return (
    <p className={styles.preview} aria-live="polite">
      {words
        ? `${formatCount(words.length, 'case')}: ${words.slice(0, 3).join(', ')}${words.length > 3 ? ', …' : ''}`
        : '…'}
    </p>
  );
}
