import { Component, type ReactNode } from 'react';
import { ProblemPanel } from '../components/states.js';

interface Props {
  readonly children: ReactNode;
}

/** A page that breaks takes nothing with it: navigation stays, and what broke is said. */
export class PageBoundary extends Component<Props, { readonly thrown: unknown }> {
  override state: { readonly thrown: unknown } = { thrown: undefined };

  static getDerivedStateFromError(thrown: unknown): { readonly thrown: unknown } {
    return { thrown };
  }

  override render(): ReactNode {
    if (this.state.thrown === undefined) return this.props.children;
    return <ProblemPanel title="This page broke." thrown={this.state.thrown} onRetry={() => { this.setState({ thrown: undefined }); }} />;
  }
}
