import { useEffect, useState } from 'react';
import type { NoStains, Stains, Vector3 } from '../../base/stains.ts';
import type { Patch } from '../../columns/patch-chunk.ts';
import { readOriginal } from '../../engine/collection/originals.ts';
import { listStains } from '../../engine/stains/list-stains.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Select } from '../../ui/Select.tsx';
import { useVersion } from '../../ui/use-change.ts';
import { useTask } from '../../ui/use-task.ts';
import styles from './StainsSection.module.css';

const REASONS: Readonly<Record<NoStains, string>> = {
  'little-tissue': 'Too little stained tissue to estimate stains. The colours were left as they are.',
  'one-stain': 'Only one stain was found. The colours were left as they are.',
  'foreign-colours':
    'Its colours are not those of two stains (ink, or a fault of the scan). They were left as they are.',
};

/** What the stains of each slide were found to be, and one patch before and after they were made those of the reference. */
export function StainsSection({ collection }: { collection: CollectionRecord }) {
  const { last: all = [], error } = useTask(`${useVersion(collection)}`, () => listStains(collection));
  const [chosen, setChosen] = useState(0);
  if (error) return <ErrorNotice error={error} />;
  const shown = all[chosen];
  if (!shown) return 'none estimated';
  return (
    <div className={styles.section}>
      <p className={styles.rule}>{ruleWords(collection)}</p>
      {all.length > 1 ? (
        <Select
          label="Slide"
          hideLabel
          size="small"
          value={String(chosen)}
          onValueChange={(value) => setChosen(Number(value))}
          options={all.map(({ name }, at) => ({ value: String(at), label: name || 'Whole collection' }))}
        />
      ) : null}
      {typeof shown.stains === 'string' ? REASONS[shown.stains] : <Told stains={shown.stains} />}
      {typeof shown.stains === 'object' && shown.example ? (
        <BeforeAndAfter key={chosen} patch={shown.example} stains={shown.stains} />
      ) : null}
    </div>
  );
}

/** Which images share their stains: see engine/stains/stain-groups.ts. */
function ruleWords({ sourceRule, cutRule }: CollectionRecord): string {
  const images =
    sourceRule.kind === 'pattern'
      ? `Estimated together for images that share ${sourceRule.pattern}`
      : 'Estimated together for all images';
  const slides = cutRule ? ', and for each whole slide by itself' : '';
  return `${images}${slides}. Barcodes depend on them. To use another rule, index the folder again into a new collection.`;
}

function Told({ stains: { haematoxylin, eosin, maxima } }: { stains: Stains }) {
  return (
    <p className={styles.stains}>
      <Swatch density={haematoxylin} amount={maxima[0]} /> haematoxylin
      <Swatch density={eosin} amount={maxima[1]} /> eosin
    </p>
  );
}

/** The colour of half of the greatest amount of a stain on the empty slide. */
function Swatch({ density, amount }: { density: Vector3; amount: number }) {
  const channels = density.map((one) => Math.round(240 * Math.exp((-one * amount) / 2)));
  return <span className={styles.swatch} style={{ background: `rgb(${channels.join(' ')})` }} />;
}

function BeforeAndAfter({ patch, stains }: { patch: Patch; stains: Stains }) {
  const before = useImage(patch, undefined);
  const after = useImage(patch, stains);
  if (before === 'missing' || after === 'missing') return 'Give the folder again to see a patch before and after.';
  return (
    <div className={styles.pair}>
      <Figure url={before} caption="As it is" />
      <Figure url={after} caption="As it is compared" />
    </div>
  );
}

function Figure({ url, caption }: { url: string | undefined; caption: string }) {
  return (
    <figure>
      <div className={styles.image}>{url ? <img src={url} alt={`A patch: ${caption.toLowerCase()}`} /> : null}</div>
      <figcaption>{caption}</figcaption>
    </figure>
  );
}

/** The address of the patch's image, `missing` when its file cannot be read now, undefined while it is being read. */
function useImage(patch: Patch, stains: Stains | undefined): string | undefined {
  const [shown, setShown] = useState<string>();
  useEffect(() => {
    const reading = new AbortController();
    let url: string | undefined;
    readOriginal(patch, reading.signal, stains).then(
      (original) => {
        if (reading.signal.aborted) return;
        if ('blob' in original) url = URL.createObjectURL(original.blob);
        setShown(url ?? 'missing');
      },
      () => reading.signal.aborted || setShown('missing'),
    );
    return () => {
      reading.abort();
      if (url) URL.revokeObjectURL(url);
    };
  }, [patch, stains]);
  return shown;
}
