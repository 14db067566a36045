with workforce as (
    {{ in_force('workforce') | indent(4) }}
)

-- The feed spells levels as codes of a list, where 0 is staff without any; everywhere else a level is a number.
select
    *,
    cast(staff_level as bigint) as ladder_rank
from workforce
