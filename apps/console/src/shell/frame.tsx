import { Suspense, useState, type ReactElement } from 'react';
import { Button } from '../components/button.js';
import { AuditIcon, BucketIcon, KeyIcon, OverviewIcon, ThemeIcon } from '../components/icons.js';
import { Page } from '../components/page.js';
import { Loading } from '../components/states.js';
import { href } from '../router/route.js';
import { useRoute } from '../router/use-route.js';
import { useSession } from '../session/session.js';
import { applyTheme, nextTheme, storedTheme } from '../theme/theme.js';
import { Brand } from './brand.js';
import { PageBoundary } from './page-boundary.js';
import { pageOf, placeOf, type PlaceName } from './places.js';
import './shell.css';

const NAV: readonly { readonly place: PlaceName; readonly name: string; readonly Icon: () => ReactElement }[] = [
  { place: 'overview', name: 'Overview', Icon: OverviewIcon },
  { place: 'buckets', name: 'Buckets', Icon: BucketIcon },
  { place: 'keys', name: 'Keys', Icon: KeyIcon },
  { place: 'audit', name: 'Audit', Icon: AuditIcon },
];

/** Navigation, who one is, and the page of the place. */
export function Frame({ onSignOut }: { readonly onSignOut: () => void }): ReactElement {
  const { segments } = useRoute();
  const place = placeOf(segments[0]);
  return (
    <div className="shell">
      <a className="skip" href="#main" onClick={(event) => { event.preventDefault(); document.querySelector<HTMLElement>('#main h1')?.focus(); }}>Skip to the page</a>
      <header className="side">
        <Brand />
        <nav className="nav" aria-label="Main">
          {NAV.map(({ place: to, name, Icon }) => <a key={to} href={href([to])} aria-current={to === place ? 'page' : undefined}><Icon />{name}</a>)}
        </nav>
        <Person onSignOut={onSignOut} />
      </header>
      <main className="main" id="main">
        {place === undefined ? <NoSuchPage /> : <PageBoundary key={place}><Suspense fallback={<Loading what="Loading the page …" />}><PageOf place={place} /></Suspense></PageBoundary>}
      </main>
    </div>
  );
}

function PageOf({ place }: { readonly place: PlaceName }): ReactElement {
  const Content = pageOf(place);
  return <Content />;
}

function Person({ onSignOut }: { readonly onSignOut: () => void }): ReactElement {
  const { identity, endpoints } = useSession();
  return (
    <div className="side-end">
      <p className="who"><strong>{identity.arn.split(':').slice(5).join(':') || identity.arn}</strong>account {identity.accountId}<br />{endpoints.s3.replace(/^https?:\/\//, '')}</p>
      <div className="row">
        <ThemeSwitch />
        <Button weight="quiet" onPress={onSignOut}>Sign out</Button>
      </div>
    </div>
  );
}

function ThemeSwitch(): ReactElement {
  const [theme, setTheme] = useState(storedTheme);
  return <Button weight="quiet" aria-label={`Theme: ${theme}. Change`} onPress={() => { const next = nextTheme(theme); applyTheme(next); setTheme(next); }}><ThemeIcon />{theme}</Button>;
}

function NoSuchPage(): ReactElement {
  return <Page title="There is no such page"><p>The address names nothing in this console. <a href={href([])}>Go to the overview.</a></p></Page>;
}
