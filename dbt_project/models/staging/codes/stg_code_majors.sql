with codes as (
    select * from {{ source('codes', 'majors') }}
)

select
    code,
    catalogue_year,
    tier,
    name_zh,
    name_en,
    class_code,
    class_name_zh,
    class_name_en,
    category,
    category_name_zh,
    category_name_en
from codes
