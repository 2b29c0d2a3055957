/** Line icons on a 24 px grid, drawn with the text's colour; always beside or inside something that has a name. */
const shapes = {
  shop: 'M4 10v9h16v-9M3 10l2-6h14l2 6M9 19v-5h6v5',
  talk: 'M4 5h16v11H9l-5 4z',
  rentals: 'M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5 20 20',
  clear: 'M6 6l12 12M18 6 6 18',
  back: 'M15 5l-7 7 7 7',
  play: 'M8 5v14l11-7z',
  next: 'M9 5l7 7-7 7',
  photo: 'M4 7h4l2-2h4l2 2h4v12H4zM12 9.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7',
  send: 'M4 12l16-8-6 16-3-6z',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 8v4.5l3 2',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.5 20c.8-3.8 3.8-6 7.5-6s6.7 2.2 7.5 6',
  alert: 'M12 4 2.8 19.5h18.4zM12 10v4M12 16.8h.01',
  down: 'M5 9l7 7 7-7',
  place: 'M12 21c4-4.6 6-8 6-11a6 6 0 1 0-12 0c0 3 2 6.4 6 11M12 7.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4',
} as const
export type IconName = keyof typeof shapes

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={shapes[name]} />
    </svg>
  )
}
