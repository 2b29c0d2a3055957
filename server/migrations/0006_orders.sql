-- Orders and their money (spec/orders.md, spec/money.md, spec/rentals.md). Money in fen.
-- `state` is the fold of the order's facts and is written with them (O11); the columns beside it are what lists and constraints need.

-- The last number given on a day of the shop's calendar.
create table order_number (
  shop_id uuid not null references shop,
  day date not null,
  last int not null,
  primary key (shop_id, day)
);

create table "order" (
  shop_id uuid not null references shop,
  order_id uuid not null,
  number text not null,
  conversation_id uuid not null,
  customer_id uuid,
  placed_by uuid not null,
  placed_at timestamptz not null,
  location_id uuid not null, -- where it is collected
  remark bytea, -- sealed
  state jsonb not null,
  -- as of no moment: whether what is out is late follows from due_at and the clock
  stage text not null check (stage in ('toConfirm', 'toPay', 'toCollect', 'out', 'toInspect', 'toSettle', 'toRefund', 'closed', 'cancelled', 'expired')),
  collect_at timestamptz, -- the first slot; null: nothing is rented
  due_at timestamptz, -- when the first piece that is out is due back
  changed_at timestamptz not null,
  primary key (shop_id, order_id),
  unique (shop_id, number),
  foreign key (shop_id, conversation_id) references conversation,
  foreign key (shop_id, location_id) references location
);
create index order_newest on "order" (shop_id, placed_at desc, order_id desc);
create index order_of_customer on "order" (shop_id, customer_id, placed_at desc) where customer_id is not null;
create index order_of_conversation on "order" (shop_id, conversation_id);
create index order_of_stage on "order" (shop_id, stage, placed_at desc) where stage not in ('closed', 'cancelled', 'expired');

create table order_line (
  shop_id uuid not null,
  order_line_id uuid not null,
  order_id uuid not null,
  nth smallint not null,
  kind text not null check (kind in ('rental', 'sale')),
  variant_id uuid not null,
  quantity int not null check (quantity > 0),
  plan jsonb, -- the price plan the line was priced with, frozen; rentals only
  replacement_value bigint not null, -- of one piece, as it was then; 0: not set
  primary key (shop_id, order_line_id),
  foreign key (shop_id, order_id) references "order",
  check ((kind = 'rental') = (plan is not null))
);
create index order_line_of on order_line (shop_id, order_id);

-- Every version that was ever shown, offers and settlements alike, and who bound himself to it when (O4, N3).
create table fee_sheet (
  shop_id uuid not null,
  order_id uuid not null,
  version int not null check (version > 0),
  purpose text not null check (purpose in ('offer', 'settlement')),
  sheet jsonb not null,
  entry_id uuid not null,
  issued_at timestamptz not null,
  confirmed_at timestamptz,
  confirmed_by uuid,
  -- the head under the confirmation, and the one that the confirming device says it keeps (log.md L11)
  head_hash text,
  kept_seq int,
  kept_hash text,
  primary key (shop_id, order_id, version),
  foreign key (shop_id, order_id) references "order",
  check ((confirmed_at is null) = (confirmed_by is null))
);

create table payment (
  shop_id uuid not null,
  payment_id uuid not null,
  order_id uuid not null,
  provider text not null,
  means text check (means in ('cash', 'transfer')), -- at the counter
  amount bigint not null check (amount > 0),
  currency char(3) not null default 'CNY',
  state text not null check (state in ('requested', 'captured', 'failed', 'void')), -- void: asked for, and no longer due
  link text,
  asked_at timestamptz not null,
  captured_at timestamptz,
  entry_id uuid, -- of payment.captured
  primary key (shop_id, payment_id),
  foreign key (shop_id, order_id) references "order",
  check ((state = 'captured') = (captured_at is not null))
);
create index payment_of_order on payment (shop_id, order_id);

-- Written where it is decided, given back by the provider, or by hand at the counter, afterwards: what is promised and not yet done
-- survives a crash (N6, N10).
create table refund (
  shop_id uuid not null,
  refund_id uuid not null,
  order_id uuid not null,
  payment_id uuid not null,
  provider text not null,
  amount bigint not null check (amount > 0),
  currency char(3) not null default 'CNY',
  state text not null default 'asked' check (state in ('asked', 'done')),
  asked_at timestamptz not null,
  done_at timestamptz,
  entry_id uuid, -- of refund.made
  primary key (shop_id, refund_id),
  foreign key (shop_id, order_id) references "order",
  foreign key (shop_id, payment_id) references payment,
  check ((state = 'done') = (done_at is not null))
);
create index refund_of_order on refund (shop_id, order_id);
create index refund_open on refund (shop_id, asked_at) where state = 'asked';

-- Double entry: a debit is positive. What an entry of the log posts sums to zero, and no posting is ever changed (N1, N2).
create table posting (
  shop_id uuid not null,
  entry_id uuid not null,
  nth smallint not null,
  order_id uuid not null,
  order_line_id uuid, -- null: the whole order's, as cash and debts are
  account text not null,
  amount bigint not null check (amount <> 0),
  currency char(3) not null default 'CNY',
  memo text not null, -- the kind of the fact
  at timestamptz not null,
  primary key (shop_id, entry_id, nth),
  foreign key (shop_id, order_id) references "order"
);
create index posting_of_order on posting (shop_id, order_id);
create index posting_of_account on posting (shop_id, account, at);

create function posting_sums_to_zero() returns trigger language plpgsql as $$
begin
  if exists (select from posting where shop_id = new.shop_id and entry_id = new.entry_id group by currency having sum(amount) <> 0) then
    raise exception 'the postings of entry % do not sum to zero', new.entry_id;
  end if;
  return null;
end $$;
create constraint trigger posting_sum after insert on posting deferrable initially deferred
  for each row execute function posting_sums_to_zero();

create function posting_stays() returns trigger language plpgsql as $$
begin
  raise exception 'postings are never changed: post a correction';
end $$;
create trigger posting_immutable before update or delete on posting for each row execute function posting_stays();

-- What a piece looked like at a moment, shown by whom (R5). A report whose hand-over was undone stays, marked.
create table condition_report (
  shop_id uuid not null,
  report_id uuid not null,
  order_id uuid not null,
  order_line_id uuid not null,
  claim_id uuid not null,
  unit_id uuid not null, -- bulk goods: the claim's id
  moment text not null check (moment in ('checkOut', 'checkIn', 'inspection')),
  condition text not null check (condition in ('good', 'worn', 'damaged', 'missing')),
  note bytea, -- sealed
  picture_ids uuid[] not null,
  damage bigint not null default 0 check (damage >= 0),
  cleaning bigint not null default 0 check (cleaning >= 0),
  by_id uuid not null,
  at timestamptz not null,
  undone_at timestamptz,
  primary key (shop_id, report_id),
  foreign key (shop_id, order_id) references "order"
);
create index condition_report_of_order on condition_report (shop_id, order_id);
create index condition_report_of_unit on condition_report (shop_id, unit_id, at);
