{#
    The engine that answers which 50 keys a vacancy gets: `kernel` (compiled, on one machine) or `sql` (anywhere).
    int_match_top_kernel in matching.yml is enabled by the same rule; YAML cannot call a macro.
#}
{% macro match_engine() -%}
    {%- set engine = var('match_engine') -%}
    {%- if engine == 'auto' -%}
        {{ return('kernel' if target.type == 'duckdb' else 'sql') }}
    {%- elif engine in ('kernel', 'sql') -%}
        {{ return(engine) }}
    {%- endif -%}
    {{ exceptions.raise_compiler_error("match_engine '" ~ engine ~ "' is not known; there are auto, kernel, sql") }}
{%- endmacro %}


{#
    Hard filters of a pair of `vacancies` and `reach` (with `blocks` and `certificates` joined): what must hold, by the
    code of what fails otherwise. Consent is the pool's; an occupation that is not reached makes no pair.
#}
{% macro match_filters() -%}
    {{ return({
        'below_legal_age':
            'case when vacancies.minimum_age > 16 then reach.age_18_day else reach.age_16_day end <= vacancies.start_day',
        'certificate_missing':
            'coalesce(certificates.certificates_held, 0) >= vacancies.certificate_needs',
        'level_too_low': 'reach.ladder_rank >= vacancies.must_level',
        'not_available_yet': 'reach.available_day <= vacancies.start_day',
        'present_employer': 'coalesce(blocks.is_present_employer, 0) = 0',
        'disputed_employer': 'coalesce(blocks.is_disputed_employer, 0) = 0',
        'blocked_employer': 'coalesce(blocks.is_blocked_employer, 0) = 0',
        'order_class': 'reach.reserved_employer_seq in (0, vacancies.employer_seq)',
    }) }}
{%- endmacro %}


{# Import CTEs of every model that looks at pairs. #}
{% macro match_imports() -%}
vacancies as (
    select * from {{ ref('int_match_vacancy') }}
),

reach as (
    select * from {{ ref('int_match_reach') }}
),

blocks as (
    select * from {{ ref('int_match_employer_block') }}
),

certificates as (
    select * from {{ ref('int_match_certificate') }}
)
{%- endmacro %}


{# Joins of every model that looks at pairs, after `from vacancies`. #}
{% macro match_joins() -%}
    inner join reach on vacancies.occupation_seq = reach.occupation_seq
    left join blocks
        on reach.tie_no = blocks.tie_no
        and vacancies.employer_seq = blocks.employer_seq
    left join certificates
        on reach.tie_no = certificates.tie_no
        and vacancies.vacancy_seq = certificates.vacancy_seq
{%- endmacro %}


{% macro _slot_covered_twice(slot) -%}
    vacancies.w{{ slot }} * (
        {{- bit_test("reach.covered_bits", "vacancies.k" ~ slot) }} + {{ bit_test("reach.known_bits", "vacancies.k" ~ slot) -}}
    )
{%- endmacro %}


{# Points of the skills: covered ones count twice, assumed ones once. Nothing required gives all points. #}
{% macro skills_points() -%}
    case
        when vacancies.skill_weight = 0 then 10000
        else {{ int_div(_skills_covered_twice(), "2 * vacancies.skill_weight") }}
    end
{%- endmacro %}


{% macro _skills_covered_twice() -%}
    10000 * (
    {%- for slot in range(1, 9, 2) %}
        {{ "+ " if not loop.first }}case
            when vacancies.w{{ slot }} + vacancies.w{{ slot + 1 }} > 0
                then {{ _slot_covered_twice(slot) }} + {{ _slot_covered_twice(slot + 1) }}
            else 0
        end
    {%- endfor %}
    )
{%- endmacro %}


{# The required skills that a set of bits has, as a number: slot 1 counts 1, slot 2 counts 2, slot 3 counts 4, ... #}
{% macro skill_slots(bits) -%}
    (
    {%- for slot in range(1, 9) -%}
        {{ " + " if not loop.first }}case when vacancies.w{{ slot }} > 0 then {{ 2 ** (slot - 1) }} * {{ bit_test(bits, "vacancies.k" ~ slot) }} else 0 end
    {%- endfor -%}
    )
{%- endmacro %}


{# Points of the level held in the vacancy's occupation over the level asked for (0: none is asked). #}
{% macro level_points() -%}
    greatest(0, least(10000, 6000 + 2000 * (
        case
            when vacancies.min_level > 0 then reach.ladder_rank - vacancies.min_level
            else greatest(reach.ladder_rank - 1, 0)
        end
    )))
{%- endmacro %}


{# Points of the wished place that comes nearest to the work. #}
{% macro distance_points() -%}
    case
        when {{ list_has("reach.wished_places", "vacancies.work_region") }} then vacancies.points_same_county
        when {{ list_has("reach.wished_places", int_div("vacancies.work_region", 100)) }} then vacancies.points_same_city
        when {{ list_has("reach.wished_places", int_div("vacancies.work_region", 10000)) }} then vacancies.points_same_province
        else reach.distance_points_without_hit
    end
{%- endmacro %}


{# The sort key of a pair: score in the high bits, the tie below, so that a plain maximum ranks. #}
{% macro match_key() -%}
    (
        reach.static_score
        + vacancies.weight_skills * {{ skills_points() }}
        + vacancies.weight_level * {{ level_points() }}
        + vacancies.weight_distance * {{ distance_points() }}
    ) * 4294967296 + 4294967295 - {{ tie('vacancies', 'reach') }}
{%- endmacro %}
