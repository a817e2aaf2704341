import type { ReactElement } from 'react';
import { useRoute } from '../../router/use-route.js';
import { BucketListPage } from './bucket-list-page.js';
import { DeletedPage } from './versions/deleted-page.js';
import { FolderPage } from './folder-page.js';
import { ObjectPage } from './object/object-page.js';
import { TransfersPanel } from './transfers-panel.js';

/**
 *     #/buckets                            all
 *     #/buckets/NAME?prefix=&find=         one, seen from a prefix
 *     #/buckets/NAME/object?key=&version=  an object, or a version of it
 *     #/buckets/NAME/deleted?prefix=       what was deleted and has versions
 */
export function BucketsPages(): ReactElement {
  return <><Place /><TransfersPanel /></>;
}

function Place(): ReactElement {
  const { segments: [, bucket, object], query } = useRoute();
  if (bucket === undefined) return <BucketListPage />;
  const key = query.get('key');
  if (object === 'object' && key !== undefined) return <ObjectPage key={`${key} ${query.get('version') ?? ''}`} bucket={bucket} objectKey={key} version={query.get('version')} />;
  const prefix = query.get('prefix') ?? '';
  if (object === 'deleted') return <DeletedPage key={prefix} bucket={bucket} prefix={prefix} />;
  const find = query.get('find') ?? '';
  return <FolderPage key={`${bucket} ${prefix} ${find}`} bucket={bucket} prefix={prefix} find={find} />;
}
