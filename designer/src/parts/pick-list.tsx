import { TextInput } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import classes from './pick-list.module.css';

interface Props<Item> {
  readonly items: readonly Item[];
  /** What the search looks at; also what is shown, unless `render` says otherwise. */
  readonly toText: (item: Item) => string;
  readonly render?: (item: Item) => ReactNode;
  readonly onPick: (item: Item) => void;
  readonly placeholder: string;
  readonly none: string;
}

const plain = (text: string) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');

export function matches(text: string, search: string): boolean {
  const haystack = plain(text);
  return plain(search)
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}

/** Type to narrow, arrows to move, Enter to take. */
export function PickList<Item extends { readonly id: string }>({
  items,
  toText,
  render,
  onPick,
  placeholder,
  none,
}: Props<Item>) {
  const id = useId();
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const found = items.filter((item) => matches(toText(item), search));
  const current = Math.min(at, found.length - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = found[current];
    if (event.key === 'Enter' && chosen !== undefined) {
      event.preventDefault();
      onPick(chosen);
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const next = (current + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % Math.max(1, found.length);
    setAt(next);
    document.getElementById(`${id}-${found[next]?.id}`)?.scrollIntoView({ block: 'nearest' });
  };
  const onSearch = (text: string) => {
    setSearch(text);
    setAt(0);
  };
  return (
    <>
      <TextInput
        data-autofocus
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={found[current] === undefined ? undefined : `${id}-${found[current].id}`}
        aria-label={placeholder}
        placeholder={placeholder}
        value={search}
        onChange={(event) => onSearch(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className={classes.list} role="listbox" id={`${id}-list`} aria-label={placeholder}>
        {found.map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the text field above holds the keyboard for the whole list
          <div
            key={item.id}
            id={`${id}-${item.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            className={classes.option}
            onMouseMove={() => setAt(index)}
            onClick={() => onPick(item)}
          >
            {render?.(item) ?? toText(item)}
          </div>
        ))}
      </div>
      {found.length === 0 && <p className={classes.none}>{none}</p>}
    </>
  );
}
