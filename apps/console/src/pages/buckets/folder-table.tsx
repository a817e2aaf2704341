import { useState, type ReactElement } from 'react';
import { Button } from '../../components/button.js';
import { Tick } from '../../components/fields.js';
import { FolderIcon, ObjectIcon } from '../../components/icons.js';
import { Empty } from '../../components/states.js';
import type { ListPage } from '../../features/listing/list-page.js';
import { count, formatSize, formatTime } from '../../format/format.js';
import { folderPlace, lastPart, objectPlace } from './bucket-places.js';
import { DeleteObjectsDialog } from './delete-objects-dialog.js';
import '../../components/table.css';

export interface FolderTableProps {
  readonly bucket: string;
  readonly prefix: string;
  readonly find: string;
  readonly page: ListPage;
  readonly number: number;
  readonly onReload: () => void;
  readonly onNext: (() => void) | undefined;
  readonly onBack: (() => void) | undefined;
}

/** One page of a listing. What is ticked is of this page only, so that nobody deletes what they do not see. */
export function FolderTable({ bucket, prefix, find, page, number, onReload, onNext, onBack }: FolderTableProps): ReactElement {
  const keys = page.objects.map(({ key }) => key);
  const names = [...page.folders, ...keys];
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [deleting, setDeleting] = useState(false);
  const here = names.filter((name) => ticked.has(name));
  if (names.length === 0 && onBack === undefined) return <Empty title={find === '' ? 'Nothing here yet' : 'No such name'}>{find === '' ? 'Drop files here, or choose Upload.' : `No name in ${prefix === '' ? bucket : lastPart(prefix)} begins with “${find}”.`}</Empty>;
  const tick = (name: string, on: boolean): void => { setTicked(on ? new Set([...here, name]) : new Set(here.filter((other) => other !== name))); };
  return (
    <div className="stack">
      <div className="row-spread">
        <span className="soft" role="status">{count(page.folders.length, 'folder')}, {count(page.objects.length, 'object')} on page {number}{here.length === 0 ? '' : `; ${here.length} ticked`}</span>
        <span className="row">
          <Button isDisabled={here.length === 0} onPress={() => { setDeleting(true); }}>Delete ticked</Button>
          <Button isDisabled={onBack === undefined} onPress={() => { onBack?.(); }}>Previous page</Button>
          <Button isDisabled={onNext === undefined} onPress={() => { onNext?.(); }}>Next page</Button>
        </span>
      </div>
      <div className="table-box">
        <table className="table" aria-label={`Objects in ${bucket}/${prefix}`}>
          <thead>
            <tr>
              <th scope="col" className="narrow"><Tick label="Tick all on this page" hiddenLabel on={here.length === names.length && names.length > 0} some={here.length > 0 && here.length < names.length} onChange={(on) => { setTicked(new Set(on ? names : [])); }} /></th>
              <th scope="col">Name</th><th scope="col" className="number">Size</th><th scope="col" className="wide-only">Changed</th>
            </tr>
          </thead>
          <tbody>
            {page.folders.map((name) => <tr key={name}><TickCell name={name} on={ticked.has(name)} onChange={tick} /><td colSpan={3}><span className="table-name"><FolderIcon /><a href={folderPlace(bucket, name)}>{lastPart(name) === '' ? '(no name)' : lastPart(name)}/</a></span></td></tr>)}
            {page.objects.map(({ key, size, modified }) => (
              <tr key={key}>
                <TickCell name={key} on={ticked.has(key)} onChange={tick} />
                <td><span className="table-name"><ObjectIcon /><a href={objectPlace(bucket, key)}>{lastPart(key) === '' ? key : lastPart(key)}</a></span></td>
                <td className="number">{formatSize(size)}</td><td className="wide-only">{modified === undefined ? '' : formatTime(modified)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {deleting ? <DeleteObjectsDialog bucket={bucket} keys={keys.filter((key) => ticked.has(key))} folders={page.folders.filter((name) => ticked.has(name))} onClose={() => { setDeleting(false); setTicked(new Set()); onReload(); }} /> : null}
    </div>
  );
}

function TickCell({ name, on, onChange }: { readonly name: string; readonly on: boolean; readonly onChange: (name: string, on: boolean) => void }): ReactElement {
  return <td className="narrow"><Tick label={`Tick ${name}`} hiddenLabel on={on} onChange={(now) => { onChange(name, now); }} /></td>;
}
