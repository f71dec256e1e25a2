import ChartColumn from 'lucide-react/icons/chart-column';
import FileInput from 'lucide-react/icons/file-input';
import Plus from 'lucide-react/icons/plus';
import Settings from 'lucide-react/icons/settings';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { ChooseArchive } from '../features/collections/ChooseArchive.tsx';
import { CollectionList } from '../features/collections/CollectionList.tsx';
import { evaluatePath, SETTINGS_PATH, START_PATH } from '../ui/routes.ts';
import { DeviceLine } from './DeviceLine.tsx';
import { collectionOf, type Route } from './route.ts';
import styles from './Sidebar.module.css';
import { Wordmark } from './Wordmark.tsx';

interface Props {
  route: Route;
  /** Called when a link is followed: the drawer closes then. */
  onNavigate?: () => void;
}

export function Sidebar({ route, onNavigate }: Props) {
  const close = (event: { target: EventTarget }) => {
    if (event.target instanceof Element && event.target.closest('a')) onNavigate?.();
  };
  const collectionId = collectionOf(route);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: links turn Enter into a click by themselves.
    <nav className={styles.sidebar} aria-label="Main" onClick={close}>
      <div className={styles.head}>
        <Wordmark />
      </div>
      <div className={styles.collections}>
        <h2 className={styles.heading}>Collections</h2>
        <CollectionList activeId={collectionId} />
        <NavLink href={START_PATH} icon={<Plus />} isActive={route.screen === 'start'}>
          New collection
        </NavLink>
        <ChooseArchive label="Exported collection to import">
          {(choose) => (
            <button type="button" className={styles.link} onClick={choose}>
              <FileInput />
              Import a collection
            </button>
          )}
        </ChooseArchive>
      </div>
      <div className={styles.foot}>
        {collectionId === undefined ? null : (
          <NavLink href={evaluatePath(collectionId)} icon={<ChartColumn />} isActive={route.screen === 'evaluate'}>
            Evaluate
          </NavLink>
        )}
        <NavLink href={SETTINGS_PATH} icon={<Settings />} isActive={route.screen === 'settings'}>
          Settings
        </NavLink>
        <DeviceLine />
      </div>
    </nav>
  );
}

interface NavLinkProps {
  href: string;
  icon: ReactNode;
  isActive: boolean;
  children: ReactNode;
}

function NavLink({ href, icon, isActive, children }: NavLinkProps) {
  return (
    <Link href={href} className={styles.link} aria-current={isActive ? 'page' : undefined}>
      {icon}
      {children}
    </Link>
  );
}
