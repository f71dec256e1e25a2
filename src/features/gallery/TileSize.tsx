import Grid2x2 from 'lucide-react/icons/grid-2x2';
import Grid3x3 from 'lucide-react/icons/grid-3x3';
import { useStore } from 'zustand';
import { Slider } from '../../ui/Slider.tsx';
import { galleryStore, setTileSize, TILE_SIZES } from './gallery-store.ts';
import styles from './TileSize.module.css';

/** Sets how large patches are shown. */
export function TileSize() {
  const tileSize = useStore(galleryStore, (state) => state.tileSize);
  return (
    <div className={styles.size}>
      <Grid3x3 size={16} aria-hidden />
      <Slider
        label="Size of the patches"
        formatValue={(pixels) => `${pixels} pixels`}
        value={tileSize}
        onValueChange={setTileSize}
        min={TILE_SIZES.least}
        max={TILE_SIZES.most}
        step={8}
        className={styles.slider}
      />
      <Grid2x2 size={18} aria-hidden />
    </div>
  );
}
