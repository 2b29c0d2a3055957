-- Pictures, some of which hold a clip; the bytes lie below DATA_DIR/files under names that tell nothing (spec/files.md).

create table file (
  shop_id uuid not null references shop,
  file_id uuid not null,
  -- added: nobody but its uploader sees it yet; then what it was published as decides who does
  scope text not null default 'added' check (scope in ('added', 'catalogue', 'conversation', 'evidence', 'withdrawn')),
  conversation_id uuid, -- of conversation and evidence pictures
  audience smallint, -- the classes that the message is for; null: whoever sees the conversation
  added_by uuid, -- the person; null: an import at the command line
  network_blind bytea, -- of a visitor who added it, as long as it is counted; null: staff's
  folder text not null, -- random, below the shop's folder
  width int not null check (width > 0),
  height int not null check (height > 0),
  bytes bigint not null,
  digest bytea not null, -- SHA-256 of the bytes that came in
  clip text check (clip in ('mp4', 'webm')), -- the container of the clip it holds; null: none
  seconds float8 check (seconds > 0), -- the clip's length
  added_at timestamptz not null,
  primary key (shop_id, file_id),
  check ((scope in ('conversation', 'evidence')) = (conversation_id is not null)),
  check ((clip is null) = (seconds is null))
);
create index file_of_person on file (shop_id, added_by, added_at);
create index file_of_visitors on file (shop_id, added_at) where network_blind is not null;
create unique index file_by_id on file (file_id);
create index file_left on file (shop_id, added_at) where scope = 'added';
