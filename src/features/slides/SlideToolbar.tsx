import ArrowLeft from 'lucide-react/icons/arrow-left';
import Flame from 'lucide-react/icons/flame';
import Grid3x3 from 'lucide-react/icons/grid-3x3';
import Search from 'lucide-react/icons/search';
import SquareDashedMousePointer from 'lucide-react/icons/square-dashed-mouse-pointer';
import X from 'lucide-react/icons/x';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useStore } from 'zustand';
import type { SlideRecord } from '../../library/schema.ts';
import { Button } from '../../ui/Button.tsx';
import { classes } from '../../ui/classes.ts';
import { formatCount } from '../../ui/format.ts';
import { queryPath, type SlideView, setPath, slidePath } from '../../ui/routes.ts';
import { Select } from '../../ui/Select.tsx';
import { Tooltip } from '../../ui/Tooltip.tsx';
import styles from './SlideToolbar.module.css';
import { slidesStore } from './slides-store.ts';

export interface SlideToolbarProps {
  collectionId: string;
  slides: readonly SlideRecord[];
  view: SlideView;
  patchCount: number;
  /** Two slides stand side by side. */
  isPair: boolean;
  isDrawing: boolean;
  onDrawingChange: (isDrawing: boolean) => void;
}

/** Which slide it is, and what is laid over it. */
export function SlideToolbar(props: SlideToolbarProps) {
  const { collectionId, slides, view, patchCount, isPair, isDrawing, onDrawingChange } = props;
  const [, navigate] = useLocation();
  const { showsGrid, showsHeat } = useStore(slidesStore);
  const { queryId } = view;
  const all = queryPath(collectionId, queryId?.kind === 'region' ? undefined : queryId);
  return (
    <div className={classes(styles.toolbar, isPair && styles.pair)}>
      <Link href={all} className={styles.back} title={`All ${formatCount(patchCount, 'patch', 'patches')}`}>
        <ArrowLeft size={16} aria-hidden />
        <span className={styles.word}>All patches</span>
      </Link>
      <SlideChoice
        slides={slides}
        path={view.slidePath}
        onChoose={(path) => navigate(slidePath(collectionId, { slidePath: path, queryId }))}
      />
      <div className={styles.tools}>
        {slides.length > 1 ? (
          <Tooltip text="Search with all patches of this slide">
            <Button
              variant="quiet"
              size="small"
              icon={<Search />}
              aria-label="Search with it"
              onClick={() => navigate(setPath(collectionId, { kind: 'set', of: 'slide', name: view.slidePath }))}
            >
              <span className={styles.word}>Search with it</span>
            </Button>
          </Tooltip>
        ) : null}
        {isPair ? (
          <Button
            size="small"
            icon={<X />}
            aria-label="Close side by side"
            onClick={() => navigate(slidePath(collectionId, { ...view, isBeside: false }))}
          >
            <span className={classes(styles.word, styles.kept)}>Close side by side</span>
          </Button>
        ) : null}
        <Toggle
          name="Patches"
          words="Show where the indexed patches lie"
          icon={<Grid3x3 />}
          isOn={showsGrid}
          onChange={(isOn) => slidesStore.setState({ showsGrid: isOn })}
        />
        <Toggle
          name="Heat map"
          words={queryId ? 'Show how similar every patch is to the query' : 'Search with a patch or a region first'}
          icon={<Flame />}
          isOn={showsHeat}
          onChange={(isOn) => slidesStore.setState({ showsHeat: isOn })}
        />
        <Toggle
          name="Draw a region"
          words="Draw a rectangle to search with (or hold Shift)"
          icon={<SquareDashedMousePointer />}
          isOn={isDrawing}
          onChange={onDrawingChange}
        />
      </div>
    </div>
  );
}

interface SlideChoiceProps {
  slides: readonly SlideRecord[];
  path: string;
  onChoose: (path: string) => void;
}

function SlideChoice({ slides, path, onChoose }: SlideChoiceProps) {
  const names = slides.map((slide) => nameOf(slide.path));
  const areUnique = new Set(names).size === names.length;
  const options = slides.map((slide) => ({
    value: slide.path,
    label: areUnique ? nameOf(slide.path) : slide.path,
    note: formatCount(slide.patchCount, 'patch', 'patches'),
  }));
  return (
    <Select
      label="Slide"
      hideLabel
      size="small"
      value={path}
      onValueChange={onChoose}
      options={options}
      className={styles.choice}
    />
  );
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

interface ToggleProps {
  name: string;
  /** What it does. */
  words: string;
  icon: ReactNode;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

function Toggle({ name, words, icon, isOn, onChange }: ToggleProps) {
  return (
    <Tooltip text={words}>
      <Button
        variant="quiet"
        size="small"
        icon={icon}
        aria-label={name}
        aria-pressed={isOn}
        className={styles.toggle}
        onClick={() => onChange(!isOn)}
      >
        <span className={styles.word}>{name}</span>
      </Button>
    </Tooltip>
  );
}
