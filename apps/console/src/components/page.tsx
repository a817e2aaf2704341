import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import './page.css';

export interface Crumb {
  readonly name: string;
  readonly to: string;
}

export interface PageProps {
  readonly title: string;
  /** A sentence or two on what one can do here. */
  readonly about?: ReactNode;
  readonly trail?: readonly Crumb[];
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page of the console. Its heading takes the focus when the page comes, so that a reader begins there and Tab goes on from there. */
export function Page({ title, about, trail = [], actions, children }: PageProps): ReactElement {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Coffer`;
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <div className="page">
      <div className="page-head">
        <div className="stack-tight">
          {trail.length === 0 ? null : <Trail crumbs={trail} />}
          <h1 ref={heading} tabIndex={-1}>{title}</h1>
          {about === undefined ? null : <p className="page-about">{about}</p>}
        </div>
        {actions === undefined ? null : <div className="row">{actions}</div>}
      </div>
      {children}
    </div>
  );
}

function Trail({ crumbs }: { readonly crumbs: readonly Crumb[] }): ReactElement {
  return (
    <nav aria-label="Path">
      <ol className="trail">{crumbs.map(({ name, to }) => <li key={to}><a href={to}>{name}</a></li>)}</ol>
    </nav>
  );
}
