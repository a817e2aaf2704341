import type { ReactElement } from 'react';
import { href } from '../router/route.js';

export function Brand(): ReactElement {
  return <a className="brand" href={href([])}><img src="/icon.svg" alt="" />Coffer</a>;
}
