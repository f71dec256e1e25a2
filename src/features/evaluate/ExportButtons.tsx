import Download from 'lucide-react/icons/download';
import { exportEvaluation, type ReportFormat } from '../../engine/evaluation/export-evaluation.ts';
import type { Evaluation } from '../../evaluation/evaluation.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Menu, MenuItem } from '../../ui/Menu.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { useAction } from '../../ui/use-action.ts';

const FORMATS: readonly { format: ReportFormat; title: string }[] = [
  { format: 'html', title: 'Report with pictures (HTML)' },
  { format: 'json', title: 'All figures (JSON)' },
  { format: 'csv', title: 'Settings compared (CSV)' },
];

interface Props {
  collection: CollectionRecord;
  evaluation: Evaluation;
  others: readonly Evaluation[];
}

export function ExportButtons({ collection, evaluation, others }: Props) {
  const { isBusy, error, run } = useAction();
  const save = (format: ReportFormat) =>
    run(async () => {
      saveFile(
        `${collection.name} evaluation.${format}`,
        await exportEvaluation(format, collection, evaluation, others),
      );
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
        {FORMATS.map(({ format, title }) => (
          <MenuItem key={format} onSelect={() => save(format)}>
            {title}
          </MenuItem>
        ))}
      </Menu>
      {error ? <ErrorNotice error={error} /> : null}
    </>
  );
}
