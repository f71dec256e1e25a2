import Download from 'lucide-react/icons/download';
import { useRef, useState } from 'react';
import { type ErrorReport, isAbort, toErrorReport } from '../../base/errors.ts';
import type { Patches } from '../../columns/patches.ts';
import { isCategory } from '../../columns/table-columns.ts';
import { jsonCases } from '../../engine/evaluation/case-report.ts';
import { type CaseEvaluation, evaluateCases } from '../../engine/evaluation/evaluate-cases.ts';
import { useTableColumns } from '../../engine/tables/use-known.ts';
import { intervalWords, percentWords } from '../../evaluation/figure-words.ts';
import { FIGURE_KEYS } from '../../evaluation/figures.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatCount, formatNumber } from '../../ui/format.ts';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { Select } from '../../ui/Select.tsx';
import { saveFile } from '../../ui/save-file.ts';
import styles from './CaseSection.module.css';
import { FigureHeads } from './FigureHeads.tsx';
import { SideScroll } from './SideScroll.tsx';
import tableStyles from './Table.module.css';

/** Whole cases as queries: each is left out in turn, and the nearest others vote on what it is. */
export function CaseSection({ collection, patches }: { collection: CollectionRecord; patches: Patches }) {
  const columns = useTableColumns(collection.id).filter(isCategory);
  const targets = [...(patches.labelOrder.size > 0 ? ['label'] : []), ...columns.map(({ name }) => name)];
  const [chosen, setChosen] = useState<string>();
  const target = targets.find((name) => name === chosen) ?? targets[0];
  const [share, setShare] = useState<number>();
  const [error, setError] = useState<ErrorReport>();
  const [result, setResult] = useState<CaseEvaluation>();
  const running = useRef<AbortController>(undefined);
  if (target === undefined) return null;
  const start = async () => {
    const controller = new AbortController();
    running.current = controller;
    setError(undefined);
    setShare(0);
    try {
      setResult(await evaluateCases(collection.id, target, controller.signal, setShare));
    } catch (thrown) {
      if (!isAbort(thrown)) setError(toErrorReport(thrown));
    }
    setShare(undefined);
  };
  return (
    <section className={styles.section} aria-labelledby="whole-cases">
      <h2 id="whole-cases" className={styles.title}>
        Whole cases
      </h2>
      <p className={styles.about}>
        Each case is a query with all its patches, or 64 that stand for them, and is left out of what it may find. The
        nearest other cases vote.
      </p>
      <div className={styles.act}>
        {targets.length > 1 ? (
          <Select
            label="What the cases vote about"
            hideLabel
            value={target}
            onValueChange={setChosen}
            options={targets.map((name) => ({ value: name, label: name === 'label' ? 'Label' : name }))}
          />
        ) : null}
        {share === undefined ? (
          <Button onClick={start}>Evaluate whole cases</Button>
        ) : (
          <>
            <div className={styles.progress}>
              <ProgressBar label="Searching with each case" value={share} max={1} />
            </div>
            <Button onClick={() => running.current?.abort()}>Cancel</Button>
          </>
        )}
      </div>
      {error ? <ErrorNotice error={error} /> : null}
      {result && result.collectionId === collection.id ? <Figures collection={collection} result={result} /> : null}
    </section>
  );
}

function Figures({ collection, result }: { collection: CollectionRecord; result: CaseEvaluation }) {
  const { cases, figures, unknown, target } = result;
  const save = () =>
    saveFile(
      `${collection.name} cases.json`,
      new Blob([`${JSON.stringify(jsonCases(result), undefined, 2)}\n`], { type: 'application/json' }),
    );
  return (
    <>
      <p role="status">
        {`${formatCount(cases.length, 'case')} searched with, by ${target}. ${
          unknown > 0 ? `${formatCount(unknown, 'case')} left out, of which it is not known.` : ''
        }`}
      </p>
      <SideScroll>
        <table className={tableStyles.table} aria-label="Figures of whole cases">
          <thead>
            <tr>
              <FigureHeads />
            </tr>
          </thead>
          <tbody>
            <tr>
              {FIGURE_KEYS.map((key) => (
                <td key={key}>{percentWords(figures[key].value)}</td>
              ))}
            </tr>
            <tr>
              {FIGURE_KEYS.map((key) => (
                <td key={key} className={tableStyles.quiet}>
                  {intervalWords(figures[key].interval)}
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </SideScroll>
      <p className={styles.about}>Below each figure its 95 % interval over cases.</p>
      <SideScroll>
        <table className={tableStyles.table} aria-label="Cases">
          <thead>
            <tr>
              <th scope="col">Case</th>
              <th scope="col">Patches</th>
              <th scope="col">True</th>
              <th scope="col">Vote of three</th>
              <th scope="col" className={tableStyles.words}>
                Nearest
              </th>
            </tr>
          </thead>
          <tbody>
            {cases.map(({ name, patches, label, predicted, hits }) => (
              <tr key={name}>
                <th scope="row" className={tableStyles.wrapping}>
                  {name}
                </th>
                <td>{formatNumber(patches)}</td>
                <td>{label}</td>
                <td>{predicted === label ? label : <strong>{predicted ?? 'nothing found'}</strong>}</td>
                <td className={tableStyles.words}>
                  {hits
                    .slice(0, 3)
                    .map((hit) => `${hit.name} (${hit.label})`)
                    .join(', ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </SideScroll>
      <div>
        <Button icon={<Download />} onClick={save}>
          Export cases (JSON)
        </Button>
      </div>
    </>
  );
}
