import { type ReactNode, useRef } from 'react';
import { useLocation } from 'wouter';
import { startArchiveImport } from '../../engine/transfer/archive-import.ts';
import { collectionPath } from '../../ui/routes.ts';

interface Props {
  /** What the chooser of files is called. */
  label: string;
  /** Digest of the export that it is to be, where an import of one was interrupted. */
  expected?: string;
  /** Draws the button that opens it. */
  children: (choose: () => void) => ReactNode;
}

/** Lets a person choose an exported collection to import, and leads to it once it is there. */
export function ChooseArchive({ label, expected, children }: Props) {
  const chooser = useRef<HTMLInputElement>(null);
  const [, navigate] = useLocation();
  const take = async (file: File) => {
    const id = await startArchiveImport(file, expected);
    if (id !== undefined) navigate(collectionPath(id));
  };
  return (
    <>
      {children(() => chooser.current?.click())}
      <input
        ref={chooser}
        type="file"
        accept=".tar"
        hidden
        aria-label={label}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          target.value = '';
          if (file) void take(file);
        }}
      />
    </>
  );
}
