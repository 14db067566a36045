with codes as (
    select * from {{ ref('int_crosswalk_code') }}
    where not is_covered
),

thresholds as (
    select * from {{ ref('int_threshold') }}
)

select
    codes.crosswalk,
    codes.kind,
    codes.code,
    {{ as_of() }} as as_of,
    codes.occurrences,
    case
        when codes.crosswalk in ('major_occupation', 'major_skill', 'occupation_skill', 'certificate_skill') then codes.crosswalk
        when codes.crosswalk = 'skill_occupation' then 'occupation_skill'
        when codes.crosswalk = 'skill_major' then 'major_skill'
        when codes.crosswalk = 'skill_certificate' then 'certificate_skill'
        when codes.crosswalk = 'skill_word' then 'skills'
        when codes.crosswalk = 'job_title' then 'job_titles'
        when codes.crosswalk = 'region' then 'regions'
        when codes.crosswalk = 'industry' then 'industries'
        else 'graduate_industries'
    end as cured_in
from codes
cross join thresholds
-- Words that few people wrote about themselves stay in their feed; the coverage counts them.
where codes.kind <> 'job_intention' or codes.occurrences >= thresholds.k_anonymity
