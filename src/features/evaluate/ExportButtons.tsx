import Download from 'lucide-react/icons/download';
import { exportEvaluation, type ReportFormat } from '../../engine/evaluation/export-evaluation.ts';
import type { Evaluation } from '../../evaluation/evaluation.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Menu, MenuItem } from '../../ui/Menu.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { useAction } from '../../ui/use-action.ts';

const FORMATS: readonly { format: ReportFormat; title: string; ending: string }[] = [
  { format: 'html', title: 'Report with pictures (HTML)', ending: 'evaluation.html' },
  { format: 'json', title: 'All figures (JSON)', ending: 'evaluation.json' },
  { format: 'csv', title: 'Settings compared (CSV)', ending: 'evaluation.csv' },
  { format: 'predictions', title: 'Table of every query with its hits', ending: 'predictions.csv' },
];

interface Props {
  collection: CollectionRecord;
  evaluation: Evaluation;
  others: readonly Evaluation[];
}

export function ExportButtons({ collection, evaluation, others }: Props) {
  const { isBusy, error, run } = useAction();
  const save = (format: ReportFormat, ending: string) =>
    run(async () => {
      saveFile(`${collection.name} ${ending}`, await exportEvaluation(format, collection, evaluation, others));
    });
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button icon={<Download />} disabled={isBusy}>
            Export
          </Button>
        }
      >
        {FORMATS.map(({ format, title, ending }) => (
          <MenuItem key={format} onSelect={() => save(format, ending)}>
            {title}
          </MenuItem>
        ))}
      </Menu>
      {error ? <ErrorNotice error={error} /> : null}
    </>
  );
}
