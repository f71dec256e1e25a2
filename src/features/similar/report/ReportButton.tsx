import FileOutput from 'lucide-react/icons/file-output';
import { lazy, Suspense, useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import type { ReportDialogProps } from './ReportDialog.tsx';

const ReportDialog = lazy(async () => {
  const { ReportDialog } = await import('./ReportDialog.tsx');
  return { default: ReportDialog };
});

/** Takes the question and what was found to a meeting: one page, on paper or on a screen. */
export function ReportButton(props: Omit<ReportDialogProps, 'onClose'>) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button size="small" variant="quiet" icon={<FileOutput />} onClick={() => setIsOpen(true)}>
        Report…
      </Button>
      {isOpen ? (
        <Suspense>
          <ReportDialog {...props} onClose={() => setIsOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
