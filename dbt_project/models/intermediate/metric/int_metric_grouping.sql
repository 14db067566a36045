select
    false as by_college,
    false as by_major_class
union all
select
    true as by_college,
    false as by_major_class
union all
select
    false as by_college,
    true as by_major_class
union all
select
    true as by_college,
    true as by_major_class
