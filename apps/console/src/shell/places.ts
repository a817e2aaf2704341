import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

/** A page's part loads when the page is first opened. */
const pages = {
  overview: lazy(async () => ({ default: (await import('../pages/overview/overview-page.js')).OverviewPage })),
  buckets: lazy(async () => ({ default: (await import('../pages/buckets/buckets-pages.js')).BucketsPages })),
  keys: lazy(async () => ({ default: (await import('../pages/keys/keys-pages.js')).KeysPages })),
  audit: lazy(async () => ({ default: (await import('../pages/audit/audit-page.js')).AuditPage })),
} satisfies Record<string, LazyExoticComponent<ComponentType>>;

export type PlaceName = keyof typeof pages;

/** The page of a place's first segment; the start is the overview. */
export function placeOf(segment: string | undefined): PlaceName | undefined {
  if (segment === undefined) return 'overview';
  return Object.hasOwn(pages, segment) ? (segment as PlaceName) : undefined;
}

export function pageOf(place: PlaceName): LazyExoticComponent<ComponentType> {
  return pages[place];
}
