import { short } from '../../page/show-number.ts';
import { StatusMark } from '../../page/status.tsx';
import type { WindowSummary } from '../../summary/window-summary.ts';
import { DataTable } from '../data-table.tsx';
import { ReportLink } from '../report-link.tsx';

const SHOWN = 60;

/** The last windows, the latest first. */
export function WindowsTable({ windows }: { readonly windows: readonly WindowSummary[] }) {
  return (
    <DataTable
      head={['Window', 'Status', 'Rows', 'Labelled', 'Rejected', 'Alerts', 'Warnings']}
      rows={windows
        .slice(-SHOWN)
        .reverse()
        .map(({ start, status, rows, labelled, rejected, alerts, warnings }) => [
          <ReportLink key="window" start={start} />,
          <StatusMark key="status" status={status} />,
          short(rows),
          rows > 0 ? `${short((100 * labelled) / rows)} %` : '–',
          short(rejected),
          String(alerts),
          String(warnings),
        ])}
    />
  );
}
