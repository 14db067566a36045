{{ in_force_by_period('workforce') }}
