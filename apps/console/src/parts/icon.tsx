const paths = {
  counter: 'M4 10h16v10H4zM4 10l2-5h12l2 5M9 20v-5h6v5',
  inbox: 'M4 5h16v11H9l-5 4z',
  orders: 'M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6',
  handOvers: 'M4 8h13l-3-3M20 16H7l3 3',
  stock: 'M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8',
  import: 'M12 4v10M8 10l4 4 4-4M4 18v2h16v-2',
  people:
    'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM3 20a6 6 0 0 1 12 0M16 4.500a3.500 3.500 0 0 1 0 6M17 14.500a6 6 0 0 1 4 5.500',
  settings:
    'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM12 3v3M12 18v3M3 12h3M18 12h3M5.600 5.600l2.200 2.200M16.200 16.200l2.200 2.200M18.400 5.600l-2.200 2.200M7.800 16.200l-2.200 2.200',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM20 20l-4-4',
  out: 'M12 15V4M8 8l4-4 4 4M4 14v6h16v-6',
  back: 'M12 4v11M8 11l4 4 4-4M4 14v6h16v-6',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  camera: 'M4 8h4l1.500-2h5L16 8h4v11H4zM12 16.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
  picture: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4',
  play: 'M8 5v14l11-7z',
  send: 'M4 12l16-8-6 16-3-7z',
  quick: 'M13 3L5 14h6l-1 7 8-11h-6z',
  note: 'M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5z',
  left: 'M15 5l-7 7 7 7',
  right: 'M9 5l7 7-7 7',
  close: 'M6 6l12 12M18 6L6 18',
  check: 'M5 12l5 5 9-10',
  warn: 'M12 4l9 16H3zM12 10v4M12 17h.01',
  print: 'M7 8V4h10v4M5 8h14v8H5zM8 14h8v6H8z',
  key: 'M8 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 12h9M18 12v4',
  person: 'M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 21a7.500 7.500 0 0 1 15 0',
  undo: 'M9 7H15a5 5 0 0 1 0 10H8M9 3L5 7l4 4',
} as const
export type IconName = keyof typeof paths

/** Decoration only: the words beside it say what it means. */
export function Icon({ name, size = 22 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 3 : 1.8}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  )
}
