-- Data keys, wrapped by a master key that no table holds (spec/sealing.md).
-- No foreign key to the shop: its keys exist before anything about it can be sealed, and the nil shop is the server itself.
create table data_key (
  shop_id uuid not null,
  key_id integer not null check (key_id >= 0), -- 0: the shop's look-up secret; from 1 on: sealing keys
  wrapped bytea not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz, -- from then on it opens, but no longer seals
  primary key (shop_id, key_id)
);

-- Who said that which master key is kept apart from the data. The fingerprint tells nothing about the key.
create table master_key_kept (
  shop_id uuid not null,
  fingerprint bytea not null,
  kept_by uuid not null, -- the person
  kept_at timestamptz not null default now(),
  primary key (shop_id, fingerprint)
);
