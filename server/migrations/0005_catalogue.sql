-- What the shop offers, what it owns, and what is taken of it (spec/catalogue.md, spec/stock.md, spec/import.md).
-- Money in fen. Products and variants that were taken out keep their rows: orders speak of them.

create extension if not exists btree_gist;

create table product (
  shop_id uuid not null references shop,
  product_id uuid not null,
  name text not null,
  category text not null default '',
  brand text not null default '',
  specs text not null default '', -- as the shop wrote them
  description text not null default '',
  picture_ids uuid[] not null default '{}', -- in the order shown; the first is the cover
  reading jsonb not null default '[]', -- what was understood of name and specs, as the page shows it
  version int not null default 1, -- counts every change of it and of its variants, their prices' too
  added_at timestamptz not null,
  removed_at timestamptz,
  primary key (shop_id, product_id)
);
create index product_of_category on product (shop_id, category) where removed_at is null;

-- Every number that was understood, in its canonical unit: "3.6 m" and "360cm" are the same row; "7-28 g" has two ends. Searches by
-- figure begin here.
create table attribute (
  shop_id uuid not null,
  product_id uuid not null,
  nth smallint not null,
  name text not null,
  unit text not null,
  low double precision not null,
  high double precision not null check (high >= low),
  primary key (shop_id, product_id, nth),
  foreign key (shop_id, product_id) references product
);
create index attribute_figure on attribute (shop_id, unit, low);

create table variant (
  shop_id uuid not null,
  variant_id uuid not null,
  product_id uuid not null,
  sku text not null,
  label text not null default '', -- what tells it from the product's other variants: a length, a size, a hand
  tracking text not null check (tracking in ('units', 'bulk')),
  for_rent boolean not null,
  for_sale boolean not null,
  price bigint check (price >= 0), -- to buy it; null: not priced
  replacement_value bigint not null default 0 check (replacement_value >= 0),
  removed_at timestamptz,
  primary key (shop_id, variant_id),
  foreign key (shop_id, product_id) references product
);
create unique index variant_sku on variant (shop_id, upper(sku)) where removed_at is null;
create index variant_of_product on variant (shop_id, product_id);

-- What renting one piece costs. A new version for every change; old ones stay, because orders were priced by them.
create table variant_rent (
  shop_id uuid not null,
  variant_id uuid not null,
  version int not null,
  day_rent bigint check (day_rent >= 0),
  three_day_rent bigint check (three_day_rent >= 0),
  week_rent bigint check (week_rent >= 0),
  deposit bigint not null default 0 check (deposit >= 0),
  changed_at timestamptz not null,
  primary key (shop_id, variant_id, version),
  foreign key (shop_id, variant_id) references variant
);

-- The rules all of a shop's rentals share, versioned likewise. No row: version 0, the rules a shop begins with.
create table price_rules (
  shop_id uuid not null references shop,
  version int not null check (version > 0),
  weekend_days smallint[] not null,
  weekend_factor_bp int not null,
  grace_minutes int not null,
  late_per_started_hour bigint not null,
  late_cap_days int, -- null: the replacement value
  buffer_minutes int not null,
  changed_at timestamptz not null,
  changed_by uuid not null,
  primary key (shop_id, version)
);

-- Pieces that a location has and can serve with. The row is the lock under which claims are counted, always taken in the order of its key.
create table stock_level (
  shop_id uuid not null,
  location_id uuid not null,
  variant_id uuid not null,
  owned int not null check (owned >= 0),
  primary key (shop_id, location_id, variant_id),
  foreign key (shop_id, location_id) references location,
  foreign key (shop_id, variant_id) references variant
) with (fillfactor = 70);

-- Why `owned` is what it is: its movements sum to it.
create table stock_movement (
  shop_id uuid not null,
  movement_id uuid not null,
  location_id uuid not null,
  variant_id uuid not null,
  kind text not null check (kind in ('received', 'corrected', 'retired', 'sold', 'imported', 'undone')),
  quantity int not null check (quantity <> 0),
  import_id uuid,
  order_id uuid,
  by_id uuid, -- the person; null: the command line
  at timestamptz not null,
  primary key (shop_id, movement_id),
  foreign key (shop_id, location_id, variant_id) references stock_level
);
create index stock_movement_of on stock_movement (shop_id, location_id, variant_id, at);

create table unit (
  shop_id uuid not null,
  unit_id uuid not null,
  location_id uuid not null, -- where it belongs
  variant_id uuid not null,
  code text not null, -- of our label: the SKU and a number
  number int not null check (number > 0),
  condition text not null default 'good' check (condition in ('good', 'worn', 'damaged', 'missing')),
  import_id uuid,
  added_at timestamptz not null,
  retired_at timestamptz,
  retired_reason text,
  primary key (shop_id, unit_id),
  foreign key (shop_id, location_id, variant_id) references stock_level
);
create index unit_of on unit (shop_id, variant_id, number);

-- Every code a unit is found by: its label and the suppliers' codes. A code is one unit's; a retired unit's label is never given again.
create table unit_code (
  shop_id uuid not null,
  code text not null check (code = upper(code)),
  unit_id uuid not null,
  label boolean not null,
  import_id uuid, -- that gave it to a unit which was there already
  primary key (shop_id, code),
  foreign key (shop_id, unit_id) references unit
);
create index unit_code_of on unit_code (shop_id, unit_id);

-- Whatever takes stock (ST1). `blocked` is what counts: half open, the buffer included as it was when written, without end when overdue.
-- `reach` is what may count: nobody knows when what is out comes back, and what should be back and isn't counts on (ST5).
create table claim (
  shop_id uuid not null,
  claim_id uuid not null,
  location_id uuid not null,
  variant_id uuid not null,
  unit_id uuid,
  quantity int not null check (quantity > 0),
  kind text not null check (kind in ('order', 'downtime', 'transfer', 'inspection')),
  -- held: not paid yet; committed: promised; out: with the customer; returned: back, not inspected; closed: takes nothing
  phase text not null check (phase in ('held', 'committed', 'out', 'returned', 'closed')),
  order_id uuid,
  order_number text,
  order_line_id uuid,
  asked tstzrange,
  blocked tstzrange not null check (not isempty(blocked) and not lower_inf(blocked)),
  billed tstzrange,
  reach tstzrange not null generated always as (case when phase = 'out' then tstzrange(lower(blocked), null) else blocked end) stored,
  buffer_minutes int not null default 0,
  held_at timestamptz not null,
  out_at timestamptz,
  closed_at timestamptz,
  primary key (shop_id, claim_id),
  foreign key (shop_id, location_id, variant_id) references stock_level,
  foreign key (shop_id, unit_id) references unit,
  check (unit_id is null or quantity = 1),
  check ((kind = 'order') = (order_id is not null)),
  check ((phase = 'closed') = (closed_at is not null)),
  -- a named unit can't be taken twice (commerce.md)
  exclude using gist (shop_id with =, unit_id with =, blocked with &&) where (unit_id is not null and phase <> 'closed')
);
create index claim_taking on claim using gist (location_id, variant_id, reach) where (phase <> 'closed');
-- What there is of each variant at the shop's location, and what is taken of it between two moments (epoch ms; null: for ever): a row for
-- each claim, one without a claim where there is none, none where the shop hasn't the variant. A function, because its plan is kept: every
-- order waits for this question, and planning it cost four times as much as answering it. Pinned to the index, because a kept plan may
-- have been made on empty tables (decisions/0008); one variant after the other, so that each is a key of it.
-- p_lock: the counts are locked first, in their key's order, until the transaction ends, and read by later statements: what was committed
-- while it waited is seen.
create function stock_taking(p_shop uuid, p_variants uuid[], p_since bigint, p_until bigint, p_except_order uuid, p_lock boolean)
returns table (variant_id uuid, owned int, quantity int, phase text, from_ms bigint, until_ms bigint) language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
declare
  v_location uuid := (select l.location_id from location l where l.shop_id = p_shop);
  v_span tstzrange := tstzrange(to_timestamp(p_since / 1000.0), to_timestamp(p_until / 1000.0));
  v_variant uuid;
begin
  if p_lock then
    perform from stock_level l where l.shop_id = p_shop and l.location_id = v_location and l.variant_id = any(p_variants)
    order by l.variant_id for update;
  end if;
  foreach v_variant in array p_variants loop
    return query
      select l.variant_id, l.owned, c.quantity, c.phase, (date_part('epoch', lower(c.blocked)) * 1000)::bigint,
        (date_part('epoch', upper(c.blocked)) * 1000)::bigint
      from stock_level l
      left join claim c on c.location_id = v_location and c.variant_id = v_variant and c.reach && v_span and c.phase <> 'closed'
        and c.shop_id = p_shop and (p_except_order is null or c.order_id is distinct from p_except_order)
      where l.shop_id = p_shop and l.location_id = v_location and l.variant_id = v_variant;
  end loop;
end $$;
create index claim_of_order on claim (shop_id, order_id) where order_id is not null;
create index claim_of_unit on claim (shop_id, unit_id) where unit_id is not null;

create table import (
  shop_id uuid not null references shop,
  import_id uuid not null,
  file_name text not null,
  encoding text not null check (encoding in ('utf-8', 'gb18030')),
  content bytea not null, -- the table as it came, decoded; sealed
  pictures jsonb not null, -- path in the zip or folder → fileId, or null for one that could not be read
  mapping jsonb, -- header → column, as it was last previewed; null: as suggested
  currency jsonb, -- {rate}, json null: leave foreign prices out; null: not decided
  sample boolean not null default false, -- the project's own sample catalogue
  state text not null default 'added' check (state in ('added', 'committed', 'undone')),
  added_at timestamptz not null,
  added_by uuid, -- null: the command line
  primary key (shop_id, import_id)
);
create index import_newest on import (shop_id, added_at desc);

-- What an import did, line by line, and what stood there before: enough to undo it.
create table import_line (
  shop_id uuid not null,
  import_id uuid not null,
  line int not null,
  variant_id uuid not null,
  product_id uuid not null,
  version_before int not null, -- of the product; 0: the import made it
  version int not null, -- of the product after this line; another one since: somebody changed it
  before jsonb, -- null: the line made it
  quantity int not null, -- pieces it added
  undone_at timestamptz,
  primary key (shop_id, import_id, line),
  foreign key (shop_id, import_id) references import
);
create index import_line_of on import_line (shop_id, product_id) where undone_at is null;
