import type { ReactElement } from 'react';
import { Button } from '../../../components/button.js';
import { Badge } from '../../../components/states.js';
import type { Version } from '../../../features/versions/list-versions.js';
import { formatSize, formatTime } from '../../../format/format.js';
import { objectPlace } from '../bucket-places.js';
import '../../../components/table.css';

export interface VersionsTableProps {
  readonly bucket: string;
  readonly versions: readonly Version[];
  readonly shown: string | undefined;
  readonly onDelete: (version: Version) => void;
}

export function VersionsTable({ bucket, versions, shown, onDelete }: VersionsTableProps): ReactElement {
  return (
    <div className="table-box">
      <table className="table" aria-label="Versions">
        <thead><tr><th scope="col">Written</th><th scope="col">What it is</th><th scope="col" className="number">Size</th><th scope="col" className="wide-only">Version</th><th scope="col"><span className="visually-hidden">Actions</span></th></tr></thead>
        <tbody>
          {versions.map((version) => (
            <tr key={version.id}>
              <td>{timeCell(bucket, version, shown === undefined ? version.isLatest : version.id === shown)}</td>
              <td>{version.isMarker ? <Badge tone="warning">delete marker</Badge> : version.isLatest ? <Badge tone="good">current</Badge> : <Badge>earlier</Badge>}</td>
              <td className="number">{version.isMarker ? '' : formatSize(version.size)}</td>
              <td className="wide-only mono small">{version.id}</td>
              <td className="narrow"><Button weight="quiet" aria-label={`Delete the ${version.isMarker ? 'delete marker' : 'version'} ${version.id}`} onPress={() => { onDelete(version); }}>Delete</Button></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Leads to the version, unless the page shows it already. */
function timeCell(bucket: string, { key, id, isMarker, isLatest, modified }: Version, isShown: boolean): ReactElement | string {
  const time = modified === undefined ? 'at no known time' : formatTime(modified);
  if (isMarker) return time;
  if (isShown) return `${time}, shown here`;
  return <a href={objectPlace(bucket, key, isLatest ? '' : id)}>{time}</a>;
}
