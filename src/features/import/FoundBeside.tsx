import type { Intake } from '../../engine/intake/intake.ts';
import type { IntakeChoice } from '../../library/schema.ts';
import { formatCount } from '../../ui/format.ts';
import { Hint } from '../../ui/Hint.tsx';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';
import styles from './FoundBeside.module.css';
import type { SurveyedSlide } from './use-slide-survey.ts';

interface Props {
  found: Intake;
  /** What is known of the slides among it so far. */
  slides: readonly SurveyedSlide[];
  choice: IntakeChoice;
  change: (choice: IntakeChoice) => void;
}

/** What may be indexed in one way or another: masks beside images, images large enough to be tiled, channels, pages of stacks. */
export function FoundBeside({ found, slides, choice, change }: Props) {
  const large = found.slides.filter(({ isLargeImage }) => isLargeImage).length;
  const stacks = found.files.filter(({ pages }) => pages);
  const channels = channelOptions(slides);
  if (found.masks.length + large + stacks.length + channels.length === 0) return null;
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
      {channels.length > 0 ? (
        <Select
          label="Channels"
          size="small"
          value={String(choice.channels ?? 0)}
          onValueChange={(value) => change({ ...choice, channels: value === 'composite' ? value : Number(value) })}
          options={channels}
          className={styles.channels}
          hint={
            <Hint about="channels">
              A fluorescence slide holds an image a channel. Patches show the one that you choose, in greys, or all of
              them, each in its colour; the slide below shows how that looks. Only patches of the same channels can be
              compared.
            </Hint>
          }
        />
      ) : null}
      {stacks.length > 0 ? (
        <Switch
          label={`Index all pages of ${formatCount(stacks.length, 'TIFF stack')}`}
          checked={choice.stacks === 'all'}
          onCheckedChange={(on) => change({ ...choice, stacks: on ? 'all' : 'first' })}
          hint={
            <Hint about="TIFF stacks">
              A TIFF file may hold several images of one size: a series, focal planes or channels. Otherwise only the
              first is read. All pages together are {formatCount(pageCount(stacks), 'image')}: {namesOf(stacks)}.
            </Hint>
          }
        />
      ) : null}
    </div>
  );
}

function pageCount(stacks: readonly { readonly pages?: number }[]): number {
  return stacks.reduce((sum, { pages = 1 }) => sum + pages, 0);
}

/** Every channel that a slide has, and all together; none where no slide has several. Names are told where slides agree. */
export function channelOptions(slides: readonly SurveyedSlide[]): { value: string; label: string }[] {
  const named = slides.flatMap(({ info }) => (info?.channels ? [info.channels.names] : []));
  const most = Math.max(0, ...named.map(({ length }) => length));
  if (most === 0) return [];
  const ones = Array.from({ length: most }, (_, at) => {
    const names = new Set(named.flatMap((all) => all[at] ?? []));
    const [name] = names;
    return { value: String(at), label: `Channel ${at + 1}${name && names.size === 1 ? `: ${name}` : ''}` };
  });
  return [...ones, { value: 'composite', label: 'All, in their colours' }];
}

const MOST_NAMES = 3;

function namesOf(files: readonly { readonly path: string }[]): string {
  const names = files.slice(0, MOST_NAMES).map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
  return names.join(', ') + (files.length > MOST_NAMES ? ' and others' : '');
}
