import type { ReactElement, ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Button, type Weight } from './button.js';
import { ProblemPanel } from './states.js';
import { useTask } from './use-task.js';
import './dialog.css';

export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly wide?: boolean;
  /** What is in it must be dealt with: neither Escape nor a click beside it closes it. */
  readonly insistent?: boolean;
}

/** Keeps the focus inside, and gives it back to what opened it. */
export function Dialog({ title, onClose, children, wide = false, insistent = false }: DialogProps): ReactElement {
  return (
    <ModalOverlay isOpen isDismissable={!insistent} isKeyboardDismissDisabled={insistent} className="dialog-veil" onOpenChange={(open) => { if (!open) onClose(); }}>
      <Modal className="dialog-box" {...(wide ? { 'data-wide': '' } : {})}>
        <AriaDialog className="dialog">
          <Heading slot="title" level={2}>{title}</Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

export function DialogActions({ children }: { readonly children: ReactNode }): ReactElement {
  return <div className="dialog-actions">{children}</div>;
}

export interface FormDialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** The word on the button that does it: "Create bucket". */
  readonly action: string;
  readonly weight?: Weight;
  readonly ready?: boolean;
  readonly wide?: boolean;
  /** Does it; the dialog closes when it is done, and says what failed otherwise. */
  readonly onSubmit: (signal: AbortSignal) => Promise<void>;
  readonly failure: string;
}

/** A dialog that asks, does, and says what failed. Enter in a field does it. */
export function FormDialog({ title, onClose, children, action, weight = 'primary', ready = true, wide = false, onSubmit, failure }: FormDialogProps): ReactElement {
  const task = useTask(onSubmit, onClose);
  return (
    <Dialog title={title} onClose={onClose} wide={wide}>
      <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); if (ready && !task.busy) task.run(); }}>
        {children}
        {task.thrown === undefined ? null : <ProblemPanel title={failure} thrown={task.thrown} />}
        <DialogActions>
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" weight={weight} isDisabled={!ready} isPending={task.busy}>{task.busy ? 'Working …' : action}</Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
