{% set rounds = 4 %}

with people as (
    select * from {{ ref('int_pool_person') }}
    where is_member
),

parameters as (
    select * from {{ ref('int_match_parameter') }}
),

-- Round 0 hashes the person; people who meet a number already taken are hashed again with the round behind the key,
-- in order of person_key. Four rounds leave less than one collision in ten million people; a test holds uniqueness.
{% for round in range(rounds) %}
hashed_{{ round }} as (
    select
        people.person_key,
        {{ hash_mod(
            ['parameters.salt', 'people.person_key'] + (["'" ~ round ~ "'"] if round else []),
            tie_modulus()
        ) }} as tie_no
    from people
    cross join parameters
    {% for earlier in range(round) -%}
    left join settled_{{ earlier }} on people.person_key = settled_{{ earlier }}.person_key
    {% endfor -%}
    where true{% for earlier in range(round) %} and settled_{{ earlier }}.person_key is null{% endfor %}
),

ranked_{{ round }} as (
    select
        hashed_{{ round }}.person_key,
        hashed_{{ round }}.tie_no,
        row_number() over (partition by hashed_{{ round }}.tie_no order by hashed_{{ round }}.person_key) as nth
    from hashed_{{ round }}
    {% for earlier in range(round) -%}
    left join settled_{{ earlier }} on hashed_{{ round }}.tie_no = settled_{{ earlier }}.tie_no
    {% endfor -%}
    where true{% for earlier in range(round) %} and settled_{{ earlier }}.tie_no is null{% endfor %}
),

settled_{{ round }} as (
    select
        person_key,
        tie_no
    from ranked_{{ round }}
    where nth = 1
){{ "," if not loop.last }}
{% endfor %}

{% for round in range(rounds) -%}
select
    person_key,
    tie_no
from settled_{{ round }}
{{ "union all" if not loop.last }}
{% endfor %}
