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
