{{ in_force('subsidy') }}
