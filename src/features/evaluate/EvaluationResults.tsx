import type { ReactNode } from 'react';
import { costSentences } from '../../evaluation/cost-words.ts';
import type { Evaluation } from '../../evaluation/evaluation.ts';
import { evennessWords } from '../../evaluation/evenness.ts';
import { protocolTitle } from '../../evaluation/protocol.ts';
import { foldsWarning, sentencesOn } from '../../evaluation/sentences.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { formatCount, formatNumber } from '../../ui/format.ts';
import { ClassTable } from './ClassTable.tsx';
import { ComparisonTable } from './ComparisonTable.tsx';
import { ConfusionMatrix } from './ConfusionMatrix.tsx';
import { DuplicatesNote } from './DuplicatesNote.tsx';
import styles from './EvaluationResults.module.css';
import { ExportButtons } from './ExportButtons.tsx';
import { FigureTable } from './FigureTable.tsx';
import { HeadlineFigures } from './HeadlineFigures.tsx';
import { LensTable } from './LensTable.tsx';
import { OtherProfiles } from './OtherProfiles.tsx';
import { ProtocolTable } from './ProtocolTable.tsx';
import { SourceTable } from './SourceTable.tsx';

interface Props {
  collection: CollectionRecord;
  evaluation: Evaluation;
  /** By other protocols. */
  others: readonly Evaluation[];
  /** Of the same images with other profiles. */
  compared: readonly Evaluation[];
}

export function EvaluationResults({ collection, evaluation, others, compared }: Props) {
  const { protocol, scores } = evaluation;
  return (
    <section className={styles.results} aria-label="Results">
      <div className={styles.head}>
        <p className={styles.what} role="status">
          {formatCount(scores.patches, 'query', 'queries')}
          {drawWords(evaluation)}: {protocolTitle(protocol)}
          {settingWords(evaluation)}; {evennessOf(evaluation)}.
        </p>
        <ExportButtons collection={collection} evaluation={evaluation} others={[...compared, ...others]} />
      </div>
      <HeadlineFigures evaluation={evaluation} />
      <div className={styles.meaning}>
        {[...sentencesOn(evaluation, others), foldsWarning([evaluation, ...others]) ?? []].flat().map((words) => (
          <p key={words}>{words.replaceAll(' %', '\u00a0%')}</p>
        ))}
      </div>
      <DuplicatesNote evaluation={evaluation} />
      <Section title="Figures by protocol">
        <ProtocolTable evaluations={[evaluation, ...others]} />
      </Section>
      {evaluation.costs ? (
        <Section title="Time and space">
          <p>{costSentences(evaluation.costs).join(' ')}</p>
        </Section>
      ) : null}
      {evaluation.lens ? (
        <Section title="Learned similarity">
          <LensTable lens={evaluation.lens} />
        </Section>
      ) : null}
      {evaluation.perSource.length > 0 ? (
        <Section title="Source by source">
          <SourceTable evaluation={evaluation} />
        </Section>
      ) : null}
      <Section title="All figures">
        <FigureTable evaluation={evaluation} />
      </Section>
      <Section title="Class by class">
        <ClassTable evaluation={evaluation} />
      </Section>
      <Section title="Confusion matrix">
        <ConfusionMatrix collectionId={collection.id} evaluation={evaluation} />
      </Section>
      <Section title="Other layers, votes and profiles">
        <OtherProfiles evaluation={evaluation} />
        <ComparisonTable evaluations={[evaluation, ...compared, ...others]} />
      </Section>
    </section>
  );
}

/** Which patches were queries, where not all of them were. */
function drawWords({ draw, drawnFrom }: Evaluation): string {
  if (!draw || drawnFrom === undefined) return '';
  return `, drawn evenly from ${formatNumber(drawnFrom)} with seed ${draw.seed}`;
}

/** How evenly the queries lie among labels and sources. */
function evennessOf({ scores: { perClass }, perSource }: Evaluation): string {
  return evennessWords({
    labels: perClass.map(({ patches }) => patches),
    sources: perSource.map(({ queries }) => queries),
  });
}

function settingWords({ layers, voters, withoutDuplicates, unlabelled }: Evaluation): string {
  const settings = [
    `layers ${layers.join(', ')}`,
    voters === 1 ? 'the nearest decides' : `the ${voters} nearest vote`,
    ...(withoutDuplicates ? ['identical images kept apart'] : []),
    ...(unlabelled > 0 ? [`${formatCount(unlabelled, 'patch', 'patches')} without a label left out`] : []),
  ];
  return settings.map((words) => `; ${words}`).join('');
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title}>
      <h2 className={styles.title}>{title}</h2>
      {children}
    </section>
  );
}
