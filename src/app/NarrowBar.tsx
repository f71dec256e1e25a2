import ImageUp from 'lucide-react/icons/image-up';
import Menu from 'lucide-react/icons/menu';
import { Dialog } from 'radix-ui';
import { useState } from 'react';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './NarrowBar.module.css';
import { collectionOf, type Route } from './route.ts';
import { Sidebar } from './Sidebar.tsx';
import { useCollectionName } from './use-collection-name.ts';
import { Wordmark } from './Wordmark.tsx';

interface Props {
  route: Route;
  /** Opens the sheet to search with an image from outside. */
  onOpenQuery: () => void;
}

/** The head of a narrow page: the navigation behind a button, and where one is. */
export function NarrowBar({ route, onOpenQuery }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const name = useCollectionName(collectionOf(route));
  return (
    <header className={styles.bar}>
      <Dialog.Root open={isOpen} onOpenChange={setIsOpen}>
        <Dialog.Trigger asChild>
          <IconButton label="Menu" icon={<Menu />} />
        </Dialog.Trigger>
        <Dialog.Portal>
          <Dialog.Overlay className={styles.backdrop} />
          <Dialog.Content className={styles.drawer} aria-describedby={undefined}>
            <Dialog.Title className="visually-hidden">Menu</Dialog.Title>
            <Sidebar route={route} onNavigate={() => setIsOpen(false)} />
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
      {name === undefined ? <Wordmark /> : <span className={styles.name}>{name}</span>}
      {route.screen === 'collection' || route.screen === 'slide' ? (
        <IconButton label="Search with an image" icon={<ImageUp />} className={styles.search} onClick={onOpenQuery} />
      ) : null}
    </header>
  );
}
