import type { Intake } from '../../engine/intake/intake.ts';
import type { IntakeChoice } from '../../library/schema.ts';
import { formatCount } from '../../ui/format.ts';
import { Hint } from '../../ui/Hint.tsx';
import { Switch } from '../../ui/Switch.tsx';
import styles from './FoundBeside.module.css';

interface Props {
  found: Intake;
  choice: IntakeChoice;
  change: (choice: IntakeChoice) => void;
}

/** What may be indexed in one way or another: masks beside images, and images large enough to be tiled. */
export function FoundBeside({ found, choice, change }: Props) {
  const large = found.slides.filter(({ isLargeImage }) => isLargeImage).length;
  if (found.masks.length + large === 0) return null;
  return (
    <div className={styles.choices}>
      {found.masks.length > 0 ? (
        <Switch
          label={`Index ${formatCount(found.masks.length, 'mask')} beside images, too`}
          checked={choice.masks === 'index'}
          onCheckedChange={(on) => change({ ...choice, masks: on ? 'index' : 'leave-out' })}
          hint={
            <Hint about="masks">
              Masks and annotations have the name of an image with a word such as “mask” behind it, or are two-valued
              and of its size. They are left out unless you want them: {namesOf(found.masks)}.
            </Hint>
          }
        />
      ) : null}
      {large > 0 ? (
        <Switch
          label={`Tile ${formatCount(large, 'large image')} as slides`}
          checked={choice.largeImages === 'cut'}
          onCheckedChange={(on) => change({ ...choice, largeImages: on ? 'cut' : 'whole' })}
          hint={
            <Hint about="large images">
              An image of more than 4,096 pixels a side loses its texture when it is shrunk to one patch. Tiled, it
              gives many patches; otherwise each becomes one.
            </Hint>
          }
        />
      ) : null}
    </div>
  );
}

const MOST_NAMES = 3;

function namesOf(files: readonly { readonly path: string }[]): string {
  const names = files.slice(0, MOST_NAMES).map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
  return names.join(', ') + (files.length > MOST_NAMES ? ' and others' : '');
}
