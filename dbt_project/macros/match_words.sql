{#
    The words of an explanation, from the points alone: nothing is said that the components do not show already, and
    nothing of a person but what the vacancy asks for. Who says the same in Python: pipelines/publication/explain.
#}

{# The columns of a winner's skills whose answer is the one named: null for the others. #}
{% macro answered_with(answer, column) -%}
    {%- set texts = [] -%}
    {%- for place in range(1, 9) -%}
        {%- do texts.append("case when answer_" ~ place ~ " = '" ~ answer ~ "' then " ~ column ~ place ~ " end") -%}
    {%- endfor -%}
    {{ return(texts) }}
{%- endmacro %}


{% macro _text(column) -%}
    cast({{ column }} as {{ dbt.type_string() }})
{%- endmacro %}


{# Rank, score, and how far the next rank is; the first says by how much it leads. A list of texts. #}
{% macro rank_words(language) -%}
    {%- if language == 'en' -%}
    {{ return([
        "'Rank '",
        _text('match_rank'),
        "' with '",
        _text('score'),
        "case
            when match_rank = 1 and score_below is null then ' points, the only candidate. '
            when match_rank = 1 and score_below = score then ' points, equal with rank 2, placed by lot. '
            when match_rank = 1 then ' points, ' || " ~ _text('score - score_below') ~ " || ' above rank 2. '
            when score_above = score then ' points, equal with rank ' || " ~ _text('match_rank - 1') ~ " || ', placed by lot. '
            else ' points, ' || " ~ _text('score_above - score') ~ " || ' below rank ' || " ~ _text('match_rank - 1') ~ " || '. '
        end",
    ]) }}
    {%- else -%}
    {{ return([
        "'第'",
        _text('match_rank'),
        "'名，总分'",
        _text('score'),
        "case
            when match_rank = 1 and score_below is null then '，唯一人选。'
            when match_rank = 1 and score_below = score then '，与第2名同分，抽签定序。'
            when match_rank = 1 then '，领先第2名' || " ~ _text('score - score_below') ~ " || '分。'
            when score_above = score then '，与第' || " ~ _text('match_rank - 1') ~ " || '名同分，抽签定序。'
            else '，比第' || " ~ _text('match_rank - 1') ~ " || '名低' || " ~ _text('score_above - score') ~ " || '分。'
        end",
    ]) }}
    {%- endif -%}
{%- endmacro %}


{% macro reach_words(language) -%}
    case reach
        when 'major' then {{ "'Reached by the major. '" if language == 'en' else "'经专业关联。'" }}
        when 'certificate' then {{ "'Reached by a certificate. '" if language == 'en' else "'经证书关联。'" }}
        else {{ "'Reached by a post internship. '" if language == 'en' else "'经岗位实习关联。'" }}
    end
{%- endmacro %}


{# A list of texts: what is covered, assumed, missing; where one is left out, the next needs no separator before it. #}
{% macro skills_words(language) -%}
    {%- if language == 'en' -%}
    {{ return([
        "'Skills '",
        _text('skills_points'),
        "case
            when is_without_skills then ': none is asked for'
            when covered_en <> '' then ': has '
            when assumed_en <> '' then ': assumed, half: '
            else ': missing: '
        end",
        "covered_en",
        "case when assumed_en <> '' and covered_en <> '' then '; assumed, half: ' end",
        "assumed_en",
        "case when missing_en <> '' and (covered_en <> '' or assumed_en <> '') then '; missing: ' end",
        "missing_en",
        "'. '",
    ]) }}
    {%- else -%}
    {{ return([
        "'技能'",
        _text('skills_points'),
        "case
            when is_without_skills then '：未提技能要求'
            when covered_zh <> '' then '：具备'
            when assumed_zh <> '' then '：推定（计半）'
            else '：欠缺'
        end",
        "covered_zh",
        "case when assumed_zh <> '' and covered_zh <> '' then '；推定（计半）' end",
        "assumed_zh",
        "case when missing_zh <> '' and (covered_zh <> '' or assumed_zh <> '') then '；欠缺' end",
        "missing_zh",
        "'。'",
    ]) }}
    {%- endif -%}
{%- endmacro %}


{% macro affinity_words(language) -%}
    {%- if language == 'en' -%}
    'Affinity ' || {{ _text('affinity_points') }} || ': ' || case
        when affinity_points = 0 then 'major not related'
        when affinity_points = 10000 then 'major fully related'
        else 'major partly related'
    end || '. '
    {%- else -%}
    '专业相关度' || {{ _text('affinity_points') }} || '：' || case
        when affinity_points = 0 then '专业不相关'
        when affinity_points = 10000 then '专业对口'
        else '专业部分相关'
    end || '。'
    {%- endif -%}
{%- endmacro %}


{# Level points are 6,000 at the level asked for and 2,000 for each level above or below it: see level_points(). #}
{% macro level_words(language) -%}
    {%- if language == 'en' -%}
    'Level ' || {{ _text('level_points') }} || ': ' || case
        when is_level_asked = 0 and level_points < 8000 then 'none asked, lowest or none held'
        when is_level_asked = 0 and level_points < 10000 then 'none asked, one above the lowest'
        when is_level_asked = 0 then 'none asked, two or more above the lowest'
        when level_points >= 10000 then 'two or more above the minimum'
        when level_points >= 8000 then 'one above the minimum'
        when level_points >= 6000 then 'the minimum'
        when level_points >= 4000 then 'one below the minimum'
        when level_points >= 2000 then 'two below the minimum'
        else 'far below the minimum, or none held'
    end || '. '
    {%- else -%}
    '技能等级' || {{ _text('level_points') }} || '：' || case
        when is_level_asked = 0 and level_points < 8000 then '无要求，持最低级或无'
        when is_level_asked = 0 and level_points < 10000 then '无要求，高出最低级一级'
        when is_level_asked = 0 then '无要求，高出最低级两级以上'
        when level_points >= 10000 then '高出要求两级以上'
        when level_points >= 8000 then '高出要求一级'
        when level_points >= 6000 then '与要求相同'
        when level_points >= 4000 then '低于要求一级'
        when level_points >= 2000 then '低于要求两级'
        else '远低于要求或无等级'
    end || '。'
    {%- endif -%}
{%- endmacro %}


{# Points are whole parts of 10,000 x months / full months: the months are theirs, rounded up again. #}
{% macro internship_words(language) -%}
    {%- set months = _text(int_div('internship_points * internship_full_months + 9999', 10000)) -%}
    {%- if language == 'en' -%}
    'Internship ' || {{ _text('internship_points') }} || ': ' || case
        when internship_points = 0 then 'no full month'
        when internship_points = 10000 then {{ _text('internship_full_months') }} || ' full months or more'
        else {{ months }} || ' of ' || {{ _text('internship_full_months') }} || ' full months'
    end || '. '
    {%- else -%}
    '实习' || {{ _text('internship_points') }} || '：' || case
        when internship_points = 0 then '未满一个月'
        when internship_points = 10000 then '满' || {{ _text('internship_full_months') }} || '个月以上'
        else '满' || {{ months }} || '个月（' || {{ _text('internship_full_months') }} || '个月计满分）'
    end || '。'
    {%- endif -%}
{%- endmacro %}


{# Two classes may have the same points; then the words leave it open which of them it is. #}
{% macro distance_words(language) -%}
    {%- if language == 'en' -%}
    'Distance ' || {{ _text('distance_points') }} || ': ' || case
        when distance_points = points_same_county then 'wished county'
        when distance_points = points_same_city then 'wished city'
        when distance_points = points_same_province and points_same_province = points_no_wish then 'wished province, or no wish'
        when distance_points = points_same_province then 'wished province'
        when distance_points = points_no_wish then 'no wish'
        else 'outside the wished provinces'
    end || '. '
    {%- else -%}
    '地域' || {{ _text('distance_points') }} || '：' || case
        when distance_points = points_same_county then '意向县区'
        when distance_points = points_same_city then '意向城市'
        when distance_points = points_same_province and points_same_province = points_no_wish then '意向省份或未填意向'
        when distance_points = points_same_province then '意向省份'
        when distance_points = points_no_wish then '未填意向'
        else '不在意向省份'
    end || '。'
    {%- endif -%}
{%- endmacro %}


{% macro awards_words(language) -%}
    {%- if language == 'en' -%}
    'Awards ' || {{ _text('awards_points') }} || ': ' || case
        when awards_points = 0 then 'none in ' || {{ _text('award_years') }} || ' years'
        else 'best in ' || {{ _text('award_years') }} || ' years'
    end || '. '
    {%- else -%}
    '获奖' || {{ _text('awards_points') }} || '：' || case
        when awards_points = 0 then '近' || {{ _text('award_years') }} || '年无计分奖项'
        else '近' || {{ _text('award_years') }} || '年最高奖项'
    end || '。'
    {%- endif -%}
{%- endmacro %}


{% macro known_words(language) -%}
    {%- if language == 'en' -%}
    {{ _text('known_inputs') }} || ' of 5 inputs known.'
    {%- else -%}
    '5项信息中已知' || {{ _text('known_inputs') }} || '项。'
    {%- endif -%}
{%- endmacro %}


{# A kind of certificate as one text: type, work type and occupation; a part that does not matter is empty. #}
{% macro certificate_kind(kinds) -%}
    {{ kinds }}.cert_type || ':' || {{ kinds }}.work_type || ':' || {{ kinds }}.occupation_code
{%- endmacro %}
