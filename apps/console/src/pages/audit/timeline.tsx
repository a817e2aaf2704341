import type { ReactElement } from 'react';
import { Badge } from '../../components/states.js';
import { shortName, type TrailEntry } from '../../features/trail/trail-entry.js';
import { formatTime } from '../../format/format.js';
import { href } from '../../router/route.js';
import { useRoute } from '../../router/use-route.js';
import '../../components/table.css';

/** As many rows as a page stays quick with; the filter finds the others. */
const ROWS_MAX = 200;

/** Events, the newest first: when, who, what, to which object, and how it ended. */
export function Timeline({ entries }: { readonly entries: readonly TrailEntry[] }): ReactElement {
  return (
    <div className="stack-tight">
      <div className="table-box">
        <table className="table" aria-label="Events">
          <thead><tr><th scope="col" className="wide-only">When</th><th scope="col">Who did what</th><th scope="col" className="wide-only">To which</th><th scope="col">Outcome</th></tr></thead>
          <tbody>{entries.slice(0, ROWS_MAX).map((entry) => <Row key={entry.id} entry={entry} />)}</tbody>
        </table>
      </div>
      {entries.length <= ROWS_MAX ? null : <p className="small soft">{entries.length - ROWS_MAX} older events match as well. Narrow the filter to see them.</p>}
    </div>
  );
}

function Row({ entry }: { readonly entry: TrailEntry }): ReactElement {
  const { query } = useRoute();
  const { id, time, name, who, via, resources, context, refusal } = entry;
  const pairs = context.filter(([key]) => key !== 'aws:s3:arn');
  return (
    <tr>
      <td className="wide-only"><time dateTime={time.toISOString()}>{formatTime(time)}</time></td>
      <td>
        <a href={href(['audit'], { key: query.get('key') ?? '', event: id })}>{name}</a><br />
        <span className="small soft">{shortName(who)}{via === undefined ? null : ` through ${via.replace('.amazonaws.com', '')}`}</span>
      </td>
      <td className="wide-only">
        <span className="timeline-object mono">{resources[0] ?? ''}</span>
        {pairs.length === 0 ? null : <span className="small soft">{pairs.map(([key, value]) => `${key} = ${value}`).join(', ')}</span>}
      </td>
      <td>{refusal === undefined ? <Badge tone="good">allowed</Badge> : <Badge tone="danger">{refusal.code}</Badge>}</td>
    </tr>
  );
}
