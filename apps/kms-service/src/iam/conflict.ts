import { QueryError } from '../query/query-error.js';

/** AWS's words for what is still in use. */
export function conflict(first: string): QueryError {
  return new QueryError('DeleteConflict', `Cannot delete entity, must ${first} first.`);
}
