import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { CASE_COLUMN } from '../../columns/case-column.ts';
import type { Patch } from '../../columns/patch-chunk.ts';
import type { PatchTable } from '../../columns/patch-table.ts';
import { isCategory } from '../../columns/table-columns.ts';
import { cancelEvaluation, dropError, startEvaluation } from '../../engine/evaluation/evaluation-service.ts';
import { evaluationStore } from '../../engine/evaluation/evaluation-store.ts';
import { useTableColumns } from '../../engine/tables/use-known.ts';
import { VOTER_CHOICES } from '../../evaluation/evaluation.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import type { EvaluationProgress } from '../../search/evaluation/evaluation-worker.ts';
import { Button } from '../../ui/Button.tsx';
import { formatCount, formatPercent } from '../../ui/format.ts';
import { Hint } from '../../ui/Hint.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { useVersion } from '../../ui/use-change.ts';
import { useTask } from '../../ui/use-task.ts';
import { initialForm, namesOwnCases, nothingToDo, problemsOf, toChoices, toProtocol } from './choices.ts';
import { divide } from './division.ts';
import styles from './EvaluationControls.module.css';
import { LayerToggles } from './LayerToggles.tsx';
import { ProtocolFields } from './ProtocolFields.tsx';
import { QueryChoice } from './QueryChoice.tsx';
import { rememberedForm, rememberForm } from './remembered-form.ts';
import { samplesOf } from './samples.ts';

/** No column has this name (columns/table-columns.ts). */
const LABEL = 'label';

const PROTOCOLS = [
  { value: 'leave-out', label: 'Leave one slide (or patient) out' },
  { value: 'folds', label: 'Cross-validation in random folds' },
  { value: 'split', label: 'Train and test folders' },
] as const;

const VOTERS = VOTER_CHOICES.map((n) => ({ value: String(n), label: n === 1 ? 'The nearest' : `The ${n} nearest` }));

interface Props {
  collection: CollectionRecord;
  patches: readonly Patch[];
  table: PatchTable;
}

/** Which patches are queries, which are references, how many vote; and the button that begins. */
export function EvaluationControls({ collection, patches, table }: Props) {
  const cases = table.column(CASE_COLUMN);
  const [form, setForm] = useState(() =>
    rememberedForm(collection.id, initialForm(collection, samplesOf(patches, table, ''))),
  );
  const targets = useTableColumns(collection.id).filter(isCategory);
  const target = targets.some(({ name }) => name === form.target) ? form.target : '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: another object where cases are others.
  const labelled = useMemo(() => samplesOf(patches, table, target), [patches, table, target, cases]);
  const change = (part: Partial<typeof form>) => {
    const changed = { ...form, ...part };
    setForm(changed);
    rememberForm(collection.id, changed);
    dropError();
  };
  const progress = useStore(evaluationStore, (state) => state.progress);
  const protocol = toProtocol(form);
  const isComplete = Object.keys(problemsOf(form)).length === 0;
  const version = useVersion(labelled);
  const division = useTask(isComplete ? `${version} ${JSON.stringify(protocol)}` : undefined, (signal) =>
    divide(labelled, protocol, signal),
  );
  const obstacle = nothingToDo(form, division.value);
  const isReady = division.value?.hasQueries === true && progress === undefined;
  const start = () => void startEvaluation(collection.id, toChoices({ ...form, target }));
  return (
    <form
      className={styles.form}
      aria-label="Protocol"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) start();
      }}
    >
      <div className={styles.fields}>
        <Select
          label="Protocol"
          hint={
            <Hint about="a protocol">
              Which patches a query may find. Leaving out its own slide shows what to expect of a new slide, so it comes
              first where slides are known. Random folds are what most papers report: patches of one slide are among
              queries and references, which can flatter every method. Where both are done, the page compares them query
              by query.
            </Hint>
          }
          value={form.kind}
          onValueChange={(kind) => change({ kind })}
          options={PROTOCOLS}
        />
        <ProtocolFields
          form={form}
          change={change}
          division={division.value ?? division.last}
          hasOwnCases={namesOwnCases(collection.sourceRule)}
        />
        {targets.length > 0 ? (
          <Select
            label="What is retrieved"
            value={target === '' ? LABEL : target}
            onValueChange={(chosen) => change({ target: chosen === LABEL ? '' : chosen })}
            options={[{ value: LABEL, label: 'Label' }, ...targets.map(({ name }) => ({ value: name, label: name }))]}
          />
        ) : null}
        <LayerToggles form={form} change={change} profile={collection.profile} />
        <Select label="Who votes" value={form.voters} onValueChange={(voters) => change({ voters })} options={VOTERS} />
      </div>
      <div className={styles.switches}>
        <Switch
          label="Exclude duplicate images"
          checked={form.withoutDuplicates}
          onCheckedChange={(withoutDuplicates) => change({ withoutDuplicates })}
          hint={
            <Hint about="an identical image">
              Published sets contain some images twice. A query that finds its duplicate is right without recognising
              anything. Duplicates have the same pixels; they are reported either way.
            </Hint>
          }
        />
        <Switch
          label="Also measure a learned similarity"
          checked={form.withLens}
          onCheckedChange={(withLens) => change({ withLens })}
          hint={
            <Hint about="a learned similarity">
              What tells your labels apart is learned from the stored barcodes and added to their distances. For the
              queries of each source it is learned from the other sources alone, which takes a few seconds per source.
            </Hint>
          }
        />
      </div>
      <QueryChoice
        form={form}
        change={change}
        collection={collection}
        patches={labelled.length}
        queries={(form.kind === 'split' ? division.last?.queries : undefined) ?? labelled.length}
      />
      <div className={styles.act}>
        {progress === undefined ? (
          <>
            <Button type="submit" variant="primary" disabled={!isReady}>
              Evaluate {formatCount(labelled.length, 'patch', 'patches')}
            </Button>
            {obstacle ? <p role="status">{obstacle}</p> : null}
          </>
        ) : (
          <Progress {...progress} />
        )}
      </div>
    </form>
  );
}

const STEP_WORDS: Readonly<Record<EvaluationProgress['step'], string>> = {
  reading: 'Reading patches',
  comparing: 'Comparing patches',
  learning: 'Learning from labels',
  figures: 'Working out the figures',
};

function Progress({ step, share }: EvaluationProgress) {
  const words = step === 'figures' ? STEP_WORDS[step] : `${STEP_WORDS[step]}: ${formatPercent(share)}`;
  return (
    <>
      <div className={styles.progress}>
        <ProgressBar label="Evaluation" value={step === 'figures' ? 1 : share} max={1} valueText={words} />
      </div>
      <span className={styles.share}>{words}</span>
      <Button onClick={cancelEvaluation}>Cancel</Button>
    </>
  );
}
