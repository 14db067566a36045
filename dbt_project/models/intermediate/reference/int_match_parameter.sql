{% set components = ['skills', 'affinity', 'level', 'internship', 'distance', 'awards'] %}
{% set distance_classes = ['same_county', 'same_city', 'same_province', 'elsewhere', 'no_wish'] %}

with weights as (
    select * from {{ ref('stg_code_match_weights') }}
),

distances as (
    select * from {{ ref('stg_code_distance_classes') }}
),

newest as (
    select max(weights_version) as weights_version from weights
),

weights_in_use as (
    select
        max(weights.weights_version) as weights_version,
        {% for component in components -%}
        max(case when weights.component = '{{ component }}' then weights.weight end) as weight_{{ component }},
        {% endfor -%}
        max(weights.salt) as salt
    from weights
    inner join newest on weights.weights_version = newest.weights_version
),

distance_points as (
    select
        {% for name in distance_classes -%}
        max(case when distance_class = '{{ name }}' then points end) as points_{{ name }},
        {% endfor -%}
        count(*) as class_count
    from distances
)

select
    weights_in_use.weights_version,
    {% for component in components -%}
    weights_in_use.weight_{{ component }},
    {% endfor -%}
    {% for name in distance_classes -%}
    distance_points.points_{{ name }},
    {% endfor -%}
    weights_in_use.salt
from weights_in_use
cross join distance_points
