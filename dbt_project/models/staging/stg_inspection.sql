{{ in_force('inspection') }}
