import { useState } from 'react';
import { questionReport, type ReportedQuestion } from '../../../engine/question/report/question-report.ts';
import { listSlides } from '../../../engine/slides/open-slide.ts';
import { ActionDialog } from '../../../ui/ActionDialog.tsx';
import { Switch } from '../../../ui/Switch.tsx';
import { saveFile } from '../../../ui/save-file.ts';
import { useAction } from '../../../ui/use-action.ts';

export interface ReportDialogProps {
  question: Omit<ReportedQuestion, 'slides' | 'date'>;
  onClose: () => void;
}

/** One page with the query, its hits and what is known about them. */
export function ReportDialog({ question, onClose }: ReportDialogProps) {
  const [isAnonymous, setIsAnonymous] = useState(true);
  const action = useAction();
  const save = () =>
    action.run(async () => {
      const slides = await listSlides(question.collection.id);
      const report = await questionReport({ ...question, slides, date: new Date() }, { isAnonymous });
      saveFile(isAnonymous ? 'search report.html' : `${question.collection.name} search report.html`, report);
      onClose();
    });
  return (
    <ActionDialog
      title="Report of this search"
      description="One page to print or to hand on: the query, its hits with what is known about them, the vote and the settings. It is a file of its own and opens in any browser."
      act="Save report"
      onAct={save}
      action={action}
      onClose={onClose}
    >
      <Switch label="Replace names and identifiers by numbers" checked={isAnonymous} onCheckedChange={setIsAnonymous} />
      <p>
        {isAnonymous
          ? 'File names, cases and the collection’s name become numbers. Of tables only categories that are shown are kept: no identifiers, numbers, dates or reports. Labels and pictures stay as they are: look through the page before you hand it on.'
          : 'File names, names of cases and the shown columns stand in the report as they are.'}
      </p>
    </ActionDialog>
  );
}
