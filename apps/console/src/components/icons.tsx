import type { ReactElement, ReactNode } from 'react';

function Icon({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export const CheckIcon = (): ReactElement => <Icon><path d="m3 8.5 3.2 3L13 4.5" strokeWidth="2.2" /></Icon>;
export const MinusIcon = (): ReactElement => <Icon><path d="M3.5 8h9" strokeWidth="2.2" /></Icon>;
export const CloseIcon = (): ReactElement => <Icon><path d="m4 4 8 8M12 4l-8 8" /></Icon>;
export const ChevronIcon = (): ReactElement => <Icon><path d="m4 6 4 4 4-4" /></Icon>;
export const FolderIcon = (): ReactElement => <Icon><path d="M1.8 4.2v8.2h12.4V5.6H8L6.4 3.6H1.8z" /></Icon>;
export const ObjectIcon = (): ReactElement => <Icon><path d="M3.5 1.8h6l3 3v9.4h-9zM9.3 1.8v3.2h3.2" /></Icon>;
export const LockIcon = (): ReactElement => <Icon><path d="M3.5 7.2h9v6.4h-9zM5.4 7V4.9a2.6 2.6 0 0 1 5.2 0V7" /></Icon>;
export const KeyIcon = (): ReactElement => <Icon><circle cx="5" cy="8" r="2.8" /><path d="M7.8 8H14v2.4M11.4 8v1.8" /></Icon>;
export const BucketIcon = (): ReactElement => <Icon><path d="M2.4 4 4 13.6h8L13.6 4" /><ellipse cx="8" cy="4" rx="5.6" ry="1.9" /></Icon>;
export const OverviewIcon = (): ReactElement => <Icon><path d="M2 13.8h12M4 11.5V8M8 11.5V3M12 11.5V6" /></Icon>;
export const AuditIcon = (): ReactElement => <Icon><path d="M5.5 3.5h8M5.5 8h8M5.5 12.5h8M2.4 3.5h.1M2.4 8h.1M2.4 12.5h.1" /></Icon>;
export const ThemeIcon = (): ReactElement => <Icon><circle cx="8" cy="8" r="5.6" /><path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" fill="currentColor" /></Icon>;
export const UploadIcon = (): ReactElement => <Icon><path d="M8 10.5v-8M4.8 5.4 8 2.3l3.2 3.1M2.4 10.4v3.2h11.2v-3.2" /></Icon>;
export const DownloadIcon = (): ReactElement => <Icon><path d="M8 2.3v8M4.8 7.3 8 10.4l3.2-3.1M2.4 10.4v3.2h11.2v-3.2" /></Icon>;
