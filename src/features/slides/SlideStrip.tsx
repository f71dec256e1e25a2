import Microscope from 'lucide-react/icons/microscope';
import { Link } from 'wouter';
import { useSlides } from '../../engine/slides/use-slides.ts';
import { formatCount } from '../../ui/format.ts';
import { slidePath } from '../../ui/routes.ts';
import styles from './SlideStrip.module.css';

/** The slides that a collection's patches were cut from, each to be opened; nothing where there are none. */
export function SlideStrip({ collectionId }: { collectionId: string }) {
  const slides = useSlides(collectionId);
  if (!slides || slides.length === 0) return null;
  return (
    <nav className={styles.strip} aria-label="Slides">
      <h2 className={styles.heading}>
        <Microscope size={16} aria-hidden />
        {slides.length === 1 ? 'Slide' : 'Slides'}
      </h2>
      <ul className={styles.slides}>
        {slides.map(({ path, patchCount }) => (
          <li key={path}>
            <Link href={slidePath(collectionId, { slidePath: path })} className={styles.slide} title={path}>
              <span className={styles.name}>{nameOf(path)}</span>
              <span className={styles.count}>{formatCount(patchCount, 'patch', 'patches')}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
