-- One statement a line, run on the hardened connection itself. {db}, {folder} and {secret} are paths.
copy (select 1) to '{db}' (use_tmp_file false)
copy (select 1) to '{db}'
copy (select 1) to '{db}.wal' (use_tmp_file false)
copy (select 1) to '{db}.wal'
copy (select 1) to '{db}.gate' (use_tmp_file false)
copy (select 1) to '{db}' (format parquet, use_tmp_file false)
copy (select 1) to '{db}' (format json, use_tmp_file false)
copy (select 'x'::blob) to '{db}' (format blob, use_tmp_file false)
with x as (copy (select 1) to '{db}' (use_tmp_file false)) select * from x
with x as materialized (copy (select 1) to '{db}.wal' (use_tmp_file false)) select * from x
with recursive x as (copy (select 1) to '{folder}/new.csv') select * from x
select * from (with x as (copy (select 1) to '{db}' (use_tmp_file false)) select * from x)
copy (select 1) to '{folder}/new.csv'
copy (select 1) to '{folder}/new.parquet' (format parquet)
copy (select 1 as a, 2 as b) to '{folder}/parts' (format parquet, partition_by (a))
copy contact to '{folder}/new.json' (format json)
copy (select 1) to 'new.csv'
copy (select 1) to '/dev/stdout'
copy (select 1) to '/proc/self/fd/1'
copy (select 1) to '/dev/shm/cjm-new.csv'
copy holiday from '{secret}'
copy from database cjm to memory
explain analyze copy (select 1) to '{db}' (use_tmp_file false)
prepare p as copy (select 1) to '{db}' (use_tmp_file false)
begin transaction; copy (select 1) to '{db}' (use_tmp_file false); commit
select 1; copy (select 1) to '{db}' (use_tmp_file false)
from query('copy (select 1) to ''{db}'' (use_tmp_file false)')
from query('select * from read_text(''{secret}'')')
from query_table('{secret}')
export database '{folder}/new'
export database '{folder}/new' (format parquet)
import database '{folder}'
attach '{db}' as again
attach '{db}' as again (read_only false)
attach '{folder}/new.duckdb' as other
attach 'file:{folder}/new.duckdb' as other
attach '{secret}' as other (type sqlite)
attach 'http://127.0.0.1:1/x.duckdb' as other
attach ':memory:' as scratch; copy (select 1) to '{db}' (use_tmp_file false)
detach cjm
from read_csv('/etc/passwd')
from read_csv('{secret}', header = false)
from read_csv_auto('{secret}')
from read_csv(['{secret}', '/etc/passwd'], columns = {{'a': 'varchar'}})
select content from read_text('{secret}')
select content from read_text('{folder}/*')
select content from read_blob('{secret}')
select content from read_text('/proc/self/environ')
select content from read_text('/proc/self/cmdline')
from read_blob('{db}')
from glob('{folder}/*')
from glob('/etc/*')
from read_json('{secret}')
from read_json_objects('{secret}')
from read_ndjson('{secret}')
from read_parquet('{secret}')
from parquet_metadata('{secret}')
from parquet_file_metadata('{secret}')
from sniff_csv('{secret}')
from read_duckdb('{db}')
from sqlite_scan('{secret}', 't')
from '{secret}'
from "{secret}"
from 'file://{secret}'
from 'http://127.0.0.1:1/x.csv'
select * from holiday, lateral (select content from read_text('{secret}'))
install json
install httpfs
force install httpfs from 'http://127.0.0.1:1'
install '{secret}'
load httpfs
load '{secret}'
set enable_external_access = true
set disabled_filesystems = ''
reset disabled_filesystems
set lock_configuration = false
set global lock_configuration = false
set allowed_paths = ['{secret}']
set allowed_directories = ['/']
set temp_directory = '{folder}/new'
set memory_limit = '64GB'
set threads = 64
set home_directory = '{folder}'
set secret_directory = '{folder}/new'
set extension_directory = '{folder}/new'
set file_search_path = '{folder}'
set log_query_path = '{folder}/new.log'
set profiling_output = '{folder}/new.json'
set python_enable_replacements = true
set python_scan_all_frames = true
set custom_extension_repository = 'http://127.0.0.1:1'
set allow_unsigned_extensions = true
set search_path = 'temp'
pragma enable_profiling = 'json'
pragma profiling_output = '{folder}/new.json'
pragma enable_checkpoint_on_shutdown
pragma import_database('{folder}')
pragma force_checkpoint
call enable_logging(storage = 'file', storage_config = {{'path': '{folder}/new'}})
call force_checkpoint()
checkpoint
force checkpoint
vacuum
analyze
create table new_one as select 1 as a
create or replace table holiday as select 1 as a
create view new_view as select 1 as a
create macro new_macro() as table from read_text('{secret}')
create temp table t as from read_text('{secret}')
create secret s (type s3, key_id 'a', secret 'b')
create persistent secret s (type s3, key_id 'a', secret 'b')
from duckdb_secrets()
from which_secret('s3://x', 's3')
insert into holiday (day) values ('2026-01-01')
with x as (insert into holiday (day) values ('2026-01-01') returning day) from x
update site_setting set value = 'x'
delete from site_setting
truncate site_setting
drop table site_setting
alter table holiday add column x int
merge into holiday using (select date '2026-01-01' as day) as n on false when not matched then insert (day) values (n.day)
comment on table holiday is 'x'
select getenv('CJM_TEST_SECRET')
from secret_frame
select * from secret_table
from secret_list
-- Through what runs before a query, and through names that lead elsewhere.
create temp table t as select 1 as a; copy t to '{db}' (use_tmp_file false)
create temp table t as select 1 as a; copy t to '{folder}/new.csv'
create temp view v as select content from read_text('{secret}')
create temp view v as select content from read_text('{secret}'); from v
create temp macro m() as (select content from read_text('{secret}')); select m()
create temp macro m() as table from read_csv('{secret}'); from m()
create temp macro m(x) as table from query(x); from m('from read_text(''{secret}'')')
create table cjm.main.new_one as select 1 as a
create table new_schema.new_one as select 1 as a
create schema new_schema
create sequence new_sequence
create type new_type as enum ('a')
create index new_index on holiday (day)
create function new_function() as 1
create or replace temp table holiday as from read_text('{secret}')
drop view if exists new_view
drop macro if exists new_macro
drop schema main cascade
use temp
use system
copy (select 1) to '{db}.turn' (use_tmp_file false)
copy (select 1) to '{db}.key' (use_tmp_file false)
copy (select 1) to '{db}.tmp' (use_tmp_file false)
copy (select 1) to '{folder}/link.duckdb' (use_tmp_file false)
copy (select 1) to '{folder}/../new.csv'
copy (select 1) to '{folder}/./new.csv' (per_thread_output true)
copy (select 1) to '{folder}/new' (format csv, partition_by (x), overwrite_or_ignore true)
copy (select 1) to '{db}' (overwrite true, use_tmp_file false)
copy (select 1) to '{db}' (append true, use_tmp_file false)
copy (select 1 as x) to '{folder}/new.arrow' (format arrow)
copy (select 1) to '/proc/self/mem'
copy (select 1) to '/proc/self/fd/3' (use_tmp_file false)
copy (select 1) to 'file://{folder}/new.csv'
copy (select 1) to 'http://127.0.0.1:1/new.csv'
copy (select 1) to 's3://bucket/new.csv'
copy holiday from '/proc/self/environ' (header false)
copy holiday from program 'id'
copy (select 1) to program 'id'
from read_csv('/proc/self/maps', header = false)
from read_csv('/proc/self/fd/0', header = false)
from read_csv('/dev/stdin', header = false)
from read_csv('{folder}/link.csv', header = false)
select content from read_text('/proc/self/status')
select content from read_text('/proc/1/cmdline')
select size from read_blob('{db}.key')
select filename from read_text('{folder}/**/*')
from glob('{folder}/**')
from glob('/proc/self/*')
from read_csv(getvariable('x'))
from read_json('{secret}', format = 'unstructured')
from read_json_auto('/etc/passwd')
from read_xlsx('{secret}')
from st_read('{secret}')
from iceberg_scan('{folder}')
from delta_scan('{folder}')
from postgres_scan('', '', '')
from sqlite_attach('{secret}')
from arrow_scan(0, 0, 0)
from pandas_scan(0)
from python_map_function(0)
from seq_scan('holiday')
from query('attach ''{secret}''')
from query('set threads = 1')
from query_table(['{secret}', 'holiday'])
from query_table('read_text(''{secret}'')')
execute p('{secret}')
prepare p as select content from read_text($1)
set variable x = (select content from read_text('{secret}'))
set schema 'temp'
set custom_user_agent = 'x'
set enable_logging = true
set log_query_path = '/dev/stdout'
set enable_profiling = 'json'
set profile_output = '{folder}/new.json'
set errors_as_json = false
set allowed_paths = []
set default_secret_storage = '{folder}'
set enable_fsst_vectors = true
set debug_force_external = true
set max_temp_directory_size = '1TB'
reset all
reset lock_configuration
reset enable_external_access
pragma disable_verification
pragma database_size
pragma enable_object_cache
pragma add_parquet_key('k', '0123456789112345')
pragma enable_logging
pragma memory_limit = '64GB'
call duckdb_logs_parsed('HTTP')
call disable_logging()
call truncate_duckdb_logs()
call pragma_version()
call add_parquet_key('k', '0123456789112345')
update extensions
load 'parquet.duckdb_extension'
install spatial from community
attach '{db}' as again (type duckdb, read_write)
attach 'md:' as cloud
attach '' as again
attach '/proc/self/fd/3' as again
attach if not exists '{folder}/link.duckdb' as other
attach or replace '{db}' as cjm
detach database if exists cjm
explain copy (select 1) to '{folder}/new.csv'
explain analyze insert into holiday (day) values ('2026-01-01')
explain analyze from read_text('{secret}')
describe from read_csv('{secret}')
summarize from read_csv('{secret}')
pivot (from read_csv('{secret}', header = false)) on column0
select * from holiday where day in (select content from read_text('{secret}'))
values ((select content from read_text('{secret}')))
select list_transform(['{secret}'], lambda x: (select content from read_text(x)))
select (with x as (copy (select 1) to '{folder}/new.csv') select 1)
from (insert into holiday (day) values ('2026-01-01') returning day)
select * from (delete from holiday returning day)
with recursive r as (select 1 as a union all select a + 1 from r where a < 3), x as (copy r to '{db}') from x
with x as not materialized (update site_setting set value = 'x' returning *) from x
begin transaction; drop table holiday; commit
start transaction
rollback
alter database cjm rename to other
alter table holiday rename to other
grant all on holiday to public
kill 1
