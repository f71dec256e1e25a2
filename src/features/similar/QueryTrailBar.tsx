import ArrowLeft from 'lucide-react/icons/arrow-left';
import X from 'lucide-react/icons/x';
import { Link, useLocation } from 'wouter';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { PatchImage } from '../../ui/PatchImage.tsx';
import { type Asked, queryPath } from '../../ui/routes.ts';
import type { Addresses } from './addresses.ts';
import styles from './QueryTrailBar.module.css';

/** Queries shown beside the way back; the browser's history has them all. */
export const TRAIL_SHOWN = 4;

export interface QueryTrailBarProps {
  collectionId: string;
  addresses: Addresses;
  /** Queries before the present one, oldest first. */
  before: readonly Asked[];
  urlOf: (asked: Asked) => string | undefined;
  nameOf: (asked: Asked) => string;
}

/** The way one came: back to the query before, or to one of those before that, or out. */
export function QueryTrailBar({ collectionId, addresses, before, urlOf, nameOf }: QueryTrailBarProps) {
  const [, navigate] = useLocation();
  const previous = before.at(-1);
  return (
    <nav className={styles.bar} aria-label="Queries before this one">
      <h2 className={styles.title}>Query</h2>
      <Button
        variant="quiet"
        size="small"
        icon={<ArrowLeft />}
        aria-label="Back to previous query"
        disabled={!previous}
        className={styles.back}
        onClick={() => previous && navigate(addresses.of(previous))}
      >
        Back
      </Button>
      {before.slice(-TRAIL_SHOWN).map((asked) => (
        <Link
          key={queryPath(collectionId, asked)}
          href={addresses.of(asked)}
          aria-label={nameOf(asked)}
          title={nameOf(asked)}
          className={styles.step}
        >
          <PatchImage url={urlOf(asked)} labelIndex={undefined} />
        </Link>
      ))}
      <IconButton
        label="Close the query"
        icon={<X />}
        size="small"
        className={styles.close}
        onClick={() => navigate(addresses.of(undefined))}
      />
    </nav>
  );
}
