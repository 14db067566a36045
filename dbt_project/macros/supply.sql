{#
    Every crosswalk that the project makes and where its codes come from: crosswalk, kind, codes, covered. `codes` and
    `covered` are names of CTEs of int_crosswalk_code; a kind other than `catalogue` counts what the feeds really hold.
#}
{% macro crosswalks() -%}
    {{ return([
        ['major_occupation', 'catalogue', 'catalogue_majors', 'majors_with_occupation'],
        ['major_occupation', 'enrolment', 'enrolled_majors', 'majors_with_occupation'],
        ['major_skill', 'catalogue', 'catalogue_majors', 'majors_with_skill'],
        ['major_skill', 'enrolment', 'enrolled_majors', 'majors_with_skill'],
        ['occupation_skill', 'catalogue', 'reached_occupations', 'occupations_with_skill'],
        ['occupation_skill', 'vacancy', 'vacancy_occupations', 'occupations_with_skill'],
        ['occupation_skill', 'workforce', 'workforce_occupations', 'occupations_with_skill'],
        ['certificate_skill', 'certificate', 'certified_occupations', 'occupations_with_certificate_skill'],
        ['skill_occupation', 'catalogue', 'catalogue_skills', 'skills_of_occupations'],
        ['skill_major', 'catalogue', 'catalogue_skills', 'skills_of_majors'],
        ['skill_certificate', 'catalogue', 'catalogue_skills', 'skills_of_certificates'],
        ['skill_word', 'vacancy', 'vacancy_skills', 'catalogue_skills'],
        ['skill_word', 'job_intention', 'intention_skills', 'catalogue_skills'],
        ['job_title', 'vacancy', 'vacancy_titles', 'coded_titles'],
        ['region', 'vacancy', 'vacancy_regions', 'known_regions'],
        ['industry', 'enterprise', 'enterprise_industries', 'known_industries'],
        ['graduate_industry', 'catalogue', 'catalogue_graduate_industries', 'graduate_industries_with_section'],
    ]) }}
{%- endmacro %}


{# The city of a region code, `none` when the region is not known. #}
{% macro supply_city(region) -%}
    coalesce(substr({{ region }}, 1, 4) || '00', 'none')
{%- endmacro %}
