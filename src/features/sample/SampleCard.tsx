import FlaskConical from 'lucide-react/icons/flask-conical';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { NAMED_SETTINGS } from '../../barcode/profile.ts';
import { collectionsStore } from '../../engine/collection/collections-store.ts';
import { startIndexing } from '../../engine/indexing/indexing.ts';
import { describeSample, openSample, type SampleDescription } from '../../engine/intake/sample.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatCount } from '../../ui/format.ts';
import { collectionPath } from '../../ui/routes.ts';
import { useAction } from '../../ui/use-action.ts';
import { useTask } from '../../ui/use-task.ts';
import styles from './SampleCard.module.css';

/** The whole journey for those who have no data at hand: one button, nothing to decide. */
export function SampleCard() {
  const { value: description, error: unavailable } = useTask('sample', describeSample);
  const indexedId = useStore(collectionsStore, ({ collections }) => findSample(collections)?.id);
  const [, navigate] = useLocation();
  const { isBusy, error = unavailable, run } = useAction();
  const tryIt = () => run(async () => navigate(collectionPath(indexedId ?? (await indexSample()))));

  return (
    <section className={styles.card} aria-labelledby="sample-title">
      <h2 id="sample-title" className={styles.title}>
        No images at hand?
      </h2>
      {/* The place is kept while the description is on its way, so that nothing jumps. */}
      <div className={styles.about}>{description ? <About description={description} /> : null}</div>
      {error ? <ErrorNotice error={error} /> : null}
      <Button icon={<FlaskConical />} disabled={isBusy} onClick={tryIt}>
        {indexedId ? 'Open the sample' : 'Try it with a sample'}
      </Button>
    </section>
  );
}

function About({ description: { kind, images, source, licence, url } }: { description: SampleDescription }) {
  return (
    <>
      <p>
        {kind === 'tiles'
          ? `${formatCount(images, 'tile')} of real tissue, stained with H&E and labelled by experts.`
          : `${formatCount(images, 'drawn texture')} of several kinds: a stand-in, since no tissue tiles came with this copy.`}
      </p>
      <p className={styles.source}>
        {url ? (
          <a href={url} target="_blank" rel="noreferrer">
            {source}
          </a>
        ) : (
          source
        )}
      </p>
      <p className={styles.source}>Licence: {licence}</p>
    </>
  );
}

function findSample(collections: ReturnType<typeof collectionsStore.getState>['collections']) {
  return collections?.find(({ origin }) => origin.kind === 'sample');
}

async function indexSample(): Promise<string> {
  const intake = await openSample();
  return startIndexing({
    intake,
    name: intake.name,
    profileName: 'standard',
    settings: NAMED_SETTINGS.standard,
    labelRule: { folderLevel: 1, renamed: {} },
    sourceRule: { kind: 'file' },
  });
}
