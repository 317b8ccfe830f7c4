import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';

/** A dialog that is nothing but a list to pick from: there at once, so that typing can begin at once. */
export function PickDialog({ label, onClose, children }: { label: string; onClose: () => void; children: ReactNode }) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={label}
      styles={{ header: { display: 'none' } }}
      padding={8}
      size={560}
      yOffset="12vh"
      centered={false}
      transitionProps={{ duration: 0 }}
    >
      {children}
    </Modal>
  );
}
