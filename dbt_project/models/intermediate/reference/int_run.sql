select
    {{ as_of() }} as as_of,
    cast('{{ var("export") }}' as {{ dbt.type_string() }}) as export
